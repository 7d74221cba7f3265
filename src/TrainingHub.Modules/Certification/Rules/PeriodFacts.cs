using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Rules;

/// <summary>
/// All that is recorded about one period. <see cref="StatusOn"/> gives the corrected view: what is now known of that
/// day. <c>AsRecorded(day, zone).StatusOn(day)</c> gives what was known by the end of that day. Source: semantics §1.
/// </summary>
internal sealed class PeriodFacts
{
    private readonly PeriodFact[] facts;

    /// <param name="facts">In any order; of two of one kind recorded at the same instant the later in the list corrects the earlier.</param>
    public PeriodFacts(params IEnumerable<PeriodFact> facts) => this.facts = [.. facts.OrderBy(f => f.RecordedAt)];

    /// <summary>In the order of recording.</summary>
    public IReadOnlyList<PeriodFact> All => facts;

    /// <summary>The first day of the period, as last recorded.</summary>
    public DateOnly? AssignedOn => Last<PeriodFact.Assigned>()?.On;

    /// <summary>The last day in time, inclusive, as last recorded.</summary>
    public DateOnly? DueOn => Last<PeriodFact.Due>()?.On;

    /// <summary>The certification as last recorded; null while the period is open.</summary>
    public PeriodFact.Certified? Certification => Last<PeriodFact.Certified>();

    /// <summary>Only what had been recorded by the end of <paramref name="day"/> in <paramref name="zone"/>; facts about later days included, if already known.</summary>
    public PeriodFacts AsRecorded(DateOnly day, TimeZoneInfo zone) =>
        new(facts.Where(f => zone.DayOf(f.RecordedAt) <= day));

    /// <summary>
    /// The one status on a civil day in the policy's zone. An end decides first, then the certification, then the assignment: a
    /// certification brought along from an older system is valid on days before it was assigned here.
    /// </summary>
    public PeriodStatus StatusOn(DateOnly day)
    {
        if (EndOn(day) is { } reason) return Ended(reason);

        if (Certification is { } certified && day >= certified.ValidFrom)
        {
            if (day <= certified.Expires) return SuccessorIsOpenOn(day) ? PeriodStatus.DueForRenewal : PeriodStatus.Certified;
            return day <= certified.GraceEnds ? PeriodStatus.InGrace : PeriodStatus.Expired;
        }

        if (AssignedOn is not { } assigned || day < assigned) return PeriodStatus.NotYetAssigned;
        // Completed but not yet valid (a validity that starts later) is nothing to chase anybody for.
        var isDone = Certification is { } done && day >= done.Completed;
        return day > DueOn && !isDone ? PeriodStatus.Overdue : PeriodStatus.Assigned;
    }

    /// <summary>Why the period has ended by that day; null if it has not.</summary>
    public EndReason? EndOn(DateOnly day)
    {
        foreach (var reason in Enum.GetValues<EndReason>())
        {
            if (IsOnAt(day, f => f switch
            {
                PeriodFact.Ended end when end.Reason == reason => (end.On, true),
                PeriodFact.Restored back when back.Reason == reason => (back.On, false),
                _ => null,
            })) return reason;
        }

        return null;
    }

    private bool SuccessorIsOpenOn(DateOnly day) => IsOnAt(day, f => f switch
    {
        PeriodFact.SuccessorOpened opened => (opened.On, true),
        PeriodFact.SuccessorClosed closed => (closed.On, false),
        _ => null,
    });

    /// <summary>A switch turned on and off on civil days: its position on that day. Of two turns on one day the one recorded later holds.</summary>
    private bool IsOnAt(DateOnly day, Func<PeriodFact, (DateOnly On, bool To)?> turn) =>
        facts.Select(turn).Where(t => t?.On <= day).OrderBy(t => t!.Value.On).LastOrDefault() is (_, true);

    private T? Last<T>() where T : PeriodFact => facts.OfType<T>().LastOrDefault();

    private static PeriodStatus Ended(EndReason reason) => reason switch
    {
        EndReason.Revoked => PeriodStatus.Revoked,
        EndReason.Renewed => PeriodStatus.Renewed,
        EndReason.Unassigned => PeriodStatus.Unassigned,
        EndReason.Waived => PeriodStatus.Waived,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason."),
    };
}
