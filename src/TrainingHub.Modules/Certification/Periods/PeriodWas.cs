using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>What the dates of a period were until an instant at which they were moved.</summary>
internal sealed record PeriodWas(long PeriodId, DateTimeOffset Until, DateOnly? DueOn, DateOnly? ExpiresOn, DateOnly? GraceEndsOn)
{
    /// <summary>For a select from certification_period_was w.</summary>
    public const string Columns = "w.period_id, w.until, w.due_on, w.expires_on, w.grace_ends_on";

    public const string BroughtForward = "brought-forward";
    public const string Recalculated = "recalculated";

    /// <summary>Before a period's dates are changed: what was reported until now is reported again as of then.</summary>
    public static Task<int> Keep(Db db, long periodId, string why, long? by, DateTimeOffset now, CancellationToken ct) => db.Execute(
        """
        insert into certification_period_was(period_id, until, policy_id, due_on, expires_on, window_opens_on, grace_ends_on, anchor_on, anchor_steps, why, by_id)
        select d.id, @now, d.policy_id, d.due_on, d.expires_on, d.window_opens_on, d.grace_ends_on, d.anchor_on, d.anchor_steps, @why, @by from certification_period d where d.id = @periodId
        """, new { periodId, now, why, by }, ct);

    /// <summary>Of one person, the oldest first.</summary>
    public static Task<List<PeriodWas>> Of(Db db, long personId, CancellationToken ct) => db.Rows<PeriodWas>(
        $"select {Columns} from certification_period_was w join certification_period d on d.id = w.period_id where d.person_id = @personId order by w.until, w.id", new { personId }, ct);
}
