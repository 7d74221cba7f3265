namespace TrainingHub.Modules.People.Contracts;

/// <param name="ToOn">The last day; null: without end.</param>
public sealed record HeldTag(string Tag, DateOnly FromOn, DateOnly? ToOn);

/// <summary>
/// Where somebody stands as the hub knew it at one moment. Whoever decides later as of that moment keeps it (as JSON): what is corrected afterwards must not change
/// what was right to do then. Codes stay for ever, so that it can be judged without asking anybody.
/// </summary>
/// <param name="Sites">The code of the site and those of all above it.</param>
/// <param name="Departments">The code of the department and those of all above it; empty without one.</param>
/// <param name="LeftOn">The last day of work; null while none is known.</param>
public sealed record PersonStanding(long SiteId, IReadOnlyList<string> Sites, IReadOnlyList<string> Departments, string? Position, DateOnly HiredOn, DateOnly? LeftOn, IReadOnlyList<HeldTag> Tags)
{
    public bool WorksOn(DateOnly day) => HiredOn <= day && !(LeftOn < day);

    /// <summary>The same as <see cref="IAudiences.Includes"/> says of those who are so placed now.</summary>
    public bool IsIn(Audience audience, DateOnly day) => WorksOn(day) && Meets(audience, day) && !(audience.Except ?? []).Any(e => Meets(e, day));

    private bool Meets(Audience audience, DateOnly day) =>
        OneOf(audience.Sites, Sites) && OneOf(audience.Departments, Departments) && OneOf(audience.Positions, Position is null ? [] : [Position])
        && OneOf(audience.Tags, Tags.Where(t => t.FromOn <= day && !(t.ToOn < day)).Select(t => t.Tag))
        && !(HiredOn < (audience.HiredWithin is { } within ? day.AddDays(-within) : DateOnly.MinValue)) && !(HiredOn > (audience.EmployedFor is { } least ? day.AddDays(-least) : DateOnly.MaxValue))
        && !(HiredOn < audience.HiredFrom) && !(HiredOn > audience.HiredTo);

    private static bool OneOf(IReadOnlyList<string>? wanted, IEnumerable<string> held) => wanted is null or { Count: 0 } || held.Any(h => wanted.Contains(h, StringComparer.Ordinal));
}
