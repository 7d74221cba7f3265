namespace TrainingHub.Modules.Certification.Rules;

/// <summary>
/// What a period is on a given day. Computed from its facts and never stored, so no late job can make it wrong
/// (semantics §1, "Status is computed, not stored"). Every day has exactly one.
/// </summary>
internal enum PeriodStatus
{
    /// <summary>The day lies before the period, or nothing was recorded of it by then.</summary>
    NotYetAssigned,

    /// <summary>Open, and in time or without a due date.</summary>
    Assigned,

    /// <summary>Open, and the due day has passed.</summary>
    Overdue,

    /// <summary>Valid on this day.</summary>
    Certified,

    /// <summary>Valid on this day, and the period that renews it is open.</summary>
    DueForRenewal,

    /// <summary>"Expired, in grace": not valid any more; a switch says whether it still counts as compliant.</summary>
    InGrace,

    /// <summary>Expiry and grace have passed.</summary>
    Expired,

    /// <summary>Ended because its successor was certified, which supersedes its certificate.</summary>
    Renewed,

    /// <summary>Ended by revocation.</summary>
    Revoked,

    /// <summary>Ended because somebody excused this person from it.</summary>
    Waived,

    /// <summary>Ended because the person's last reason to hold it ended (transfer, leave); assigning again restores the state.</summary>
    Unassigned,
}

/// <summary>
/// Why a period ended. In the order of precedence: where several hold on one day the first decides. Revocation outlasts everything; a
/// renewed period stays renewed when the person leaves; and who has left is not excused from anything.
/// </summary>
internal enum EndReason { Revoked, Renewed, Unassigned, Waived }

internal static class Compliance
{
    /// <summary>
    /// Whether a period with this status makes its holder compliant. A waiver does: nothing is owed. An open period does not,
    /// in time or not: nothing is shown yet. A person is compliant with a program if any of their periods is.
    /// </summary>
    /// <param name="graceCounts">The hub's switch: does "expired, in grace" count?</param>
    public static bool IsCompliant(this PeriodStatus status, bool graceCounts) => status switch
    {
        PeriodStatus.Certified or PeriodStatus.DueForRenewal or PeriodStatus.Waived => true,
        PeriodStatus.InGrace => graceCounts,
        _ => false,
    };
}
