namespace TrainingHub.Modules.Certification.Contracts;

/// <summary>
/// The computed status of periods as SQL, for lists and exports that can't load every period. It says the same as the rules in C# (a test compares both on random
/// periods); those decide, this only shows. Parameters: @day (date) — whose status is asked; @known (instant) — only what was recorded before it
/// counts: the end of @day for "as recorded", the far future for the corrected view. A list has one day for all whose policy
/// names no zone: take it in the hub's; of the others <see cref="IPolicyDays"/> knows the day.
/// </summary>
public static class PeriodStatusSql
{
    /// <summary>Beyond everything that is ever recorded: the corrected view.</summary>
    public static readonly DateTimeOffset EverythingKnown = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>For "with …": the relation <c>known</c> holds each period with the facts recorded before @known; a fact learned later is null, and dates that were moved later are those of before.</summary>
    /// <remarks>Not materialized: it is read twice, and both databases would else copy every period first, and find no index on the copy (measured: 342 ms against 49 ms of 100,000 periods).</remarks>
    public const string Known =
        """
        known as not materialized (
            select d.id, d.person_id, d.program_id, d.number, d.renews_id, d.policy_id, d.assigned_on,
                   case when w.id is null then d.due_on else w.due_on end as due_on,
                   case when d.completed_recorded_at < @known then d.completed_on end as completed_on,
                   case when d.completed_recorded_at < @known then d.valid_from end as valid_from,
                   case when d.completed_recorded_at < @known then case when w.id is null then d.expires_on else w.expires_on end end as expires_on,
                   case when d.completed_recorded_at < @known then case when w.id is null then d.grace_ends_on else w.grace_ends_on end end as grace_ends_on,
                   case when d.ended_recorded_at < @known then d.ended_on end as ended_on,
                   case when d.ended_recorded_at < @known then d.end_reason end as end_reason
            from v_certification_period d
            left join v_certification_period_was w on w.id = (select x.id from v_certification_period_was x where x.period_id = d.id and x.until >= @known order by x.until, x.id limit 1)
            where d.recorded_at < @known
        )
        """;

    /// <summary>The same for the corrected view alone (@known is <see cref="EverythingKnown"/>), which need not look for what the dates were before.</summary>
    public const string Corrected =
        """
        known as not materialized (
            select d.id, d.person_id, d.program_id, d.number, d.renews_id, d.policy_id, d.assigned_on, d.due_on, d.completed_on, d.valid_from, d.expires_on, d.grace_ends_on, d.ended_on, d.end_reason
            from v_certification_period d where d.recorded_at < @known
        )
        """;

    /// <summary>
    /// The status of the row <c>k</c> of <c>known</c>: not-yet-assigned, assigned, overdue, certified, due-for-renewal, in-grace, expired, renewed, revoked, waived,
    /// unassigned.
    /// </summary>
    public static readonly string Status = StatusOn("@day");

    /// <summary>The same on another day for each.</summary>
    /// <param name="day">SQL over <c>k</c>, as of <see cref="PolicyToday.Of"/> with k.policy_id.</param>
    public static string StatusOn(string day) =>
        $"""
        case
            when k.ended_on <= {day} then k.end_reason
            when k.valid_from <= {day} then case
                when k.expires_on is null or {day} <= k.expires_on then case
                    when exists (select 1 from known s where s.renews_id = k.id and s.assigned_on <= {day} and (s.ended_on is null or s.ended_on > {day} or s.completed_on is not null)) then 'due-for-renewal'
                    else 'certified' end
                when {day} <= k.grace_ends_on then 'in-grace'
                else 'expired' end
            when {day} < k.assigned_on then 'not-yet-assigned'
            when k.due_on < {day} and (k.completed_on is null or k.completed_on > {day}) then 'overdue'
            else 'assigned'
        end
        """;
}
