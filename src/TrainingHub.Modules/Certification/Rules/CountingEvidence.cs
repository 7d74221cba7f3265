using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Rules;

/// <summary>Whether something that was done counts for an open period. Old evidence never completes a new period (semantics §1).</summary>
internal static class CountingEvidence
{
    /// <param name="occurred">When it was done.</param>
    /// <param name="assignedOn">The period's first day; of a renewal the day its window opens.</param>
    /// <param name="from">When the period was asked: the instant of the fact that asked it, however late that was worked out.</param>
    /// <param name="renewed">
    /// When the period that this one renews was recorded as completed; null if it renews none. A first period counts from the very
    /// instant it was assigned. A renewal counts from the day its window opens, whenever the job that inserts it ran.
    /// </param>
    public static bool Counts(DateTimeOffset occurred, DateOnly assignedOn, DateTimeOffset from, DateTimeOffset? renewed, TimeZoneInfo zone) =>
        renewed is { } before ? occurred > before && zone.DayOf(occurred) >= assignedOn : occurred >= from;

    /// <summary>Nothing that was done before this instant counts; the parameters are those of <see cref="Counts"/>.</summary>
    public static DateTimeOffset Since(DateOnly assignedOn, DateTimeOffset from, DateTimeOffset? renewed, TimeZoneInfo zone)
    {
        if (renewed is not { } before) return from;
        var opened = zone.StartOfDay(assignedOn);
        return opened > before ? opened : before;
    }
}
