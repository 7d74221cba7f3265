namespace TrainingHub.Modules.Certification.Rules;

/// <summary>One status of a person in a programme, out of those of all periods.</summary>
internal static class ProgramStatus
{
    /// <param name="statuses">Of all periods, by their number.</param>
    /// <returns>Null where there is nothing to show: never assigned, or no longer and never held.</returns>
    public static PeriodStatus? Of(IReadOnlyList<PeriodStatus> statuses)
    {
        // What is held decides before what is asked for; of what ended the latest.
        foreach (var valid in (ReadOnlySpan<PeriodStatus>)[PeriodStatus.Certified, PeriodStatus.DueForRenewal])
            if (statuses.Contains(valid)) return valid;
        if (statuses is [.., PeriodStatus.Waived]) return PeriodStatus.Waived;
        foreach (var status in (ReadOnlySpan<PeriodStatus>)[PeriodStatus.InGrace, PeriodStatus.Expired, PeriodStatus.Overdue, PeriodStatus.Assigned])
            if (statuses.Contains(status)) return status;
        return statuses.Contains(PeriodStatus.Revoked) ? PeriodStatus.Revoked : null;
    }

    /// <summary>The words of the contract: assigned, overdue, certified, due-for-renewal, in-grace, expired, revoked, waived.</summary>
    public static string ToText(this PeriodStatus status) => status switch
    {
        PeriodStatus.NotYetAssigned => "not-yet-assigned",
        PeriodStatus.Assigned => "assigned",
        PeriodStatus.Overdue => "overdue",
        PeriodStatus.Certified => "certified",
        PeriodStatus.DueForRenewal => "due-for-renewal",
        PeriodStatus.InGrace => "in-grace",
        PeriodStatus.Expired => "expired",
        PeriodStatus.Renewed => "renewed",
        PeriodStatus.Revoked => "revoked",
        PeriodStatus.Waived => "waived",
        PeriodStatus.Unassigned => "unassigned",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };

    /// <summary>Urgent first, for lists.</summary>
    public static int Urgency(this PeriodStatus status) => status switch
    {
        PeriodStatus.Overdue => 0,
        PeriodStatus.Expired => 1,
        PeriodStatus.InGrace => 2,
        PeriodStatus.DueForRenewal => 3,
        PeriodStatus.Assigned => 4,
        PeriodStatus.Revoked => 5,
        PeriodStatus.Certified => 6,
        _ => 7,
    };
}
