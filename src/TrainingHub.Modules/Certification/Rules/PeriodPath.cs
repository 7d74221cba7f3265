using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Rules;

/// <summary>
/// What an open period asks. A first one asks the whole requirement; a renewal its own path, and the whole again once what it renews has lapsed, where the
/// policy wants that. Like a status it is computed from the day and never stored: no job that runs late lets anybody off, or asks too much.
/// </summary>
/// <param name="Whole">What earns a certification for the first time.</param>
/// <param name="Renewal">What renews it; null for a period that renews none.</param>
/// <param name="LapsesAfter">The last day on which the renewal path is enough, which is the last day of grace; null: it always is.</param>
internal sealed record PeriodPath(Requirement Whole, Requirement? Renewal, DateOnly? LapsesAfter)
{
    public Requirement On(DateOnly day) => Renewal is null || day > LapsesAfter ? Whole : Renewal;

    /// <summary>
    /// Whether evidence of this kind and key may be of use. What belongs to the whole is kept from the day the renewal is open, so that nobody who lets it lapse
    /// has done it in vain.
    /// </summary>
    public bool Asks(string kind, string key) => Renewal is null ? Whole.Asks(kind, key) : Renewal.Asks(kind, key) || (LapsesAfter is not null && Whole.Asks(kind, key));

    /// <summary>All that may be of use, each once.</summary>
    public IEnumerable<Requirement.Leaf> Leaves => Renewal is null ? Whole.Leaves : LapsesAfter is null ? Renewal.Leaves : Renewal.Leaves.Union(Whole.Leaves);

    /// <summary>The moment of completion: when the renewal path was done, by the last day of grace, or when the whole was, whichever came first. Null: not yet.</summary>
    public DateTimeOffset? CompletedAt(IReadOnlyCollection<Evidence> evidence, TimeZoneInfo zone)
    {
        var whole = Renewal is null || LapsesAfter is not null ? Whole.Evaluate(evidence).SatisfiedAt : null;
        if (Renewal?.Evaluate(evidence).SatisfiedAt is not { } renewed || zone.DayOf(renewed) > LapsesAfter) return whole;
        return whole < renewed ? whole : renewed;
    }
}
