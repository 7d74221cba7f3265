using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>One cycle as it is stored. Each fact is written once, beside the moment it was recorded; of dates that are moved, <see cref="PeriodWas"/> keeps what they were.</summary>
internal sealed record Period(
    long Id, long RequirementId, long PersonId, long ProgramId, int Number, long? RenewsId, long ProgramVersionId, long PolicyId, DateOnly AssignedOn, DateOnly? DueOn, DateTimeOffset RecordedAt,
    DateOnly? CompletedOn, DateOnly? ValidFrom, DateOnly? ExpiresOn, DateOnly? WindowOpensOn, DateOnly? GraceEndsOn, DateTimeOffset? CompletedRecordedAt,
    DateOnly? EndedOn, string? EndReason, DateTimeOffset? EndedRecordedAt, DateTimeOffset? CountsFrom = null, DateOnly? AnchorOn = null, int? AnchorSteps = null, int Path = 0, string? TimeZone = null)
{
    /// <summary>For a select from certification_period d.</summary>
    public const string Columns =
        """
        d.id, d.requirement_id, d.person_id, d.program_id, d.number, d.renews_id, d.program_version_id, d.policy_id, d.assigned_on, d.due_on, d.recorded_at,
        d.completed_on, d.valid_from, d.expires_on, d.window_opens_on, d.grace_ends_on, d.completed_recorded_at, d.ended_on, d.end_reason, d.ended_recorded_at, d.counts_from,
        d.anchor_on, d.anchor_steps, d.path, (select y.time_zone from certification_policy y where y.id = d.policy_id) as time_zone
        """;

    /// <summary>In which its days are counted.</summary>
    /// <param name="home">The zone of the person's site.</param>
    public TimeZoneInfo Zone(TimeZoneInfo home) => PolicyZone.Of(TimeZone, home);

    /// <summary>What day it is by its calendar.</summary>
    public DateOnly DayOf(AsOf when) => TimeZone is null ? when.Day : PolicyZone.Of(TimeZone, TimeZoneInfo.Utc).DayOf(when.At);

    /// <summary>Evidence counts from this instant, if it renews none: the one at which it was asked, however late that was worked out.</summary>
    public DateTimeOffset EvidenceFrom => CountsFrom ?? RecordedAt;

    public bool IsOpen => CompletedOn is null && EndedOn is null;

    /// <summary>Certified and not ended; it may have expired.</summary>
    public bool IsCertified => CompletedOn is not null && EndedOn is null;

    public bool IsRenewal => RenewsId is not null;

    /// <summary>All that becomes due of it while it is open or in force.</summary>
    /// <param name="renewedExpiry">When what it renews expires; null where it renews none.</param>
    /// <param name="escalate">By its policy.</param>
    public IEnumerable<(string Step, DateOnly On)> Steps(DateOnly? renewedExpiry, CalendarSpan escalate) => this switch
    {
        { IsOpen: true } => PeriodSteps.LifeOfOpen(AssignedOn, DueOn, renewedExpiry, escalate),
        { IsCertified: true, ExpiresOn: { } expires, WindowOpensOn: { } opens, GraceEndsOn: { } graceEnds } => PeriodSteps.LifeOfCertified(new PeriodTerm(expires, 0, expires, opens, graceEnds), escalate),
        _ => [],
    };

    /// <summary>What is recorded of this period, with those that were opened to renew it, by their number: where one was closed without renewing, another may follow.</summary>
    /// <param name="was">Its dates before they were moved, the oldest first: only reports as of then need them.</param>
    public PeriodFacts Facts(IEnumerable<Period> successors, IReadOnlyList<PeriodWas>? was = null) => new(All(successors, was ?? []));

    private IEnumerable<PeriodFact> All(IEnumerable<Period> successors, IReadOnlyList<PeriodWas> was)
    {
        yield return new PeriodFact.Assigned(AssignedOn, RecordedAt);
        var since = RecordedAt;
        foreach (var before in was)
        {
            yield return new PeriodFact.Due(before.DueOn, since);
            since = before.Until;
        }
        yield return new PeriodFact.Due(DueOn, since);
        if (CompletedOn is { } completed)
        {
            since = CompletedRecordedAt!.Value;
            foreach (var before in was.Where(w => w.ExpiresOn is not null))
            {
                yield return new PeriodFact.Certified(completed, ValidFrom!.Value, before.ExpiresOn!.Value, before.GraceEndsOn!.Value, since);
                since = before.Until;
            }
            yield return new PeriodFact.Certified(completed, ValidFrom!.Value, ExpiresOn!.Value, GraceEndsOn!.Value, since);
        }
        if (EndedOn is { } ended) yield return new PeriodFact.Ended(ended, EndReasons.Parse(EndReason!), EndedRecordedAt!.Value);
        foreach (var successor in successors)
        {
            yield return new PeriodFact.SuccessorOpened(successor.AssignedOn, successor.RecordedAt);
            if (successor.CompletedOn is null && successor.EndedOn is { } closed) yield return new PeriodFact.SuccessorClosed(closed, successor.EndedRecordedAt!.Value);
        }
    }
}

internal static class EndReasons
{
    public static EndReason Parse(string text) => text switch
    {
        "renewed" => EndReason.Renewed,
        "revoked" => EndReason.Revoked,
        "waived" => EndReason.Waived,
        "unassigned" => EndReason.Unassigned,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "There is no such reason."),
    };

    public static string ToText(this EndReason reason) => reason switch
    {
        EndReason.Renewed => "renewed",
        EndReason.Revoked => "revoked",
        EndReason.Waived => "waived",
        EndReason.Unassigned => "unassigned",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason."),
    };
}
