namespace TrainingHub.Modules.Practice.Scheduling;

/// <summary>When a certification that rests on a course wants its clauses fresh.</summary>
/// <param name="WindowOpensOn">When it can be renewed first.</param>
internal sealed record Renewal(DateOnly? WindowOpensOn, DateOnly? ExpiresOn);

/// <summary>Puts what a scheduler says into the calendar: nothing waits longer than 90 days, nor past the day on which the certification asks for it again.</summary>
internal static class NextDay
{
    public const int LongestDays = 90;

    /// <param name="days">What the scheduler says; null where it would let the clause rest.</param>
    /// <returns>Null where the clause rests and no renewal is ahead.</returns>
    public static DateOnly? After(DateOnly answeredOn, int? days, IEnumerable<Renewal> renewals)
    {
        var bound = renewals.SelectMany(r => new[] { r.WindowOpensOn, r.ExpiresOn }).Where(d => d > answeredOn).Min();
        if (days is not { } wanted) return bound;
        var due = answeredOn.AddDays(Math.Clamp(wanted, 1, LongestDays));
        return bound < due ? bound : due;
    }
}
