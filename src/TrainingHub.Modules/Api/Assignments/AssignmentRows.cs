using System.ComponentModel;
using Dapper;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.Assignments;

/// <summary>What one person must hold, or has held: one for each person and programme.</summary>
internal sealed record AssignmentItem(
    long Id, long PersonId, string Program,
    [property: Description("assigned, overdue, certified, due-for-renewal, in-grace, expired, revoked, waived")] string Status,
    [property: Description("The last day in time of what is open; null where nothing is open or nobody is in a hurry.")] DateOnly? DueOn,
    [property: Description("Of the period that is held, or was held last and not ended.")] DateOnly? CompletedOn,
    DateOnly? ValidFrom,
    [property: Description("The last valid day.")] DateOnly? ExpiresOn,
    [property: Description("The last day of grace.")] DateOnly? GraceEndsOn);

/// <summary>Assignments as a query: the status is computed for today, by the policy's calendar or where the person works, from the periods.</summary>
internal sealed class AssignmentRows(Db db, IPolicyDays days, Actor me)
{
    public static readonly string[] Statuses = ["assigned", "overdue", "certified", "due-for-renewal", "in-grace", "expired", "revoked", "waived"];

    /// <param name="narrowed">A predicate over <c>a</c>, the assignment.</param>
    /// <param name="permission">What lets the token see other people's.</param>
    public async Task<List<AssignmentItem>> Find(string narrowed, object args, string permission, CancellationToken ct)
    {
        var all = new DynamicParameters(args);
        all.AddDynamicParams(Seen.By(me, permission));
        var now = await days.Now(ct);
        all.AddDynamicParams(new { today = now.Hub, dayBefore = now.Before, dayAfter = now.After });
        return await db.Rows<AssignmentItem>(
            $"""
            with dated as (
                select q.id, q.person_id, g.slug as program, {now.Of("coalesce(h.policy_id, o.policy_id)", now.AtSite("p.site_id"))} as today,
                       o.id as open_id, o.due_on, h.id as held_id, h.completed_on, h.valid_from, h.expires_on, h.grace_ends_on,
                       (select n.end_reason from v_certification_period n where n.requirement_id = q.id order by n.number desc limit 1) as last_end,
                       exists (select 1 from v_certification_period n where n.requirement_id = q.id and n.end_reason = 'revoked') as was_revoked
                from v_certification_requirement q
                join v_certification_program g on g.id = q.program_id
                join v_people_person p on p.id = q.person_id
                left join v_certification_period o on o.requirement_id = q.id and o.completed_on is null and o.ended_on is null
                left join v_certification_period h on h.requirement_id = q.id and h.completed_on is not null and h.ended_on is null
                where {Seen.Sql}
            ), judged as (
                select id, person_id, program, due_on, completed_on, valid_from, expires_on, grace_ends_on,
                       case when valid_from <= today and (expires_on is null or today <= expires_on) then case when open_id is null then 'certified' else 'due-for-renewal' end
                            when last_end = 'waived' then 'waived'
                            when valid_from <= today and today <= grace_ends_on then 'in-grace'
                            when valid_from <= today then 'expired'
                            when due_on < today then 'overdue'
                            when open_id is not null or held_id is not null then 'assigned'
                            when was_revoked then 'revoked' end as status
                from dated
            )
            select a.id, a.person_id, a.program, a.status, a.due_on, a.completed_on, a.valid_from, a.expires_on, a.grace_ends_on
            from judged a where a.status is not null and {narrowed}
            """,
            all, ct);
    }
}
