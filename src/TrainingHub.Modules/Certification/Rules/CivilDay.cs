namespace TrainingHub.Modules.Certification.Rules;

/// <summary>Where an instant falls in somebody's calendar. Every date of a period is civil, in the policy's zone (semantics §1).</summary>
internal static class CivilDay
{
    /// <summary>
    /// The date on the wall of <paramref name="zone"/> at that instant. The other direction, "when does the day end", is never
    /// asked: where clocks change at midnight it has no good answer.
    /// </summary>
    public static DateOnly Of(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
