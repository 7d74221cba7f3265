using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Notifications;

/// <summary>Nobody is told the same step of a period twice for the same day, nor congratulated twice on one certificate.</summary>
internal sealed class NoticeOnce(Db db) : IInvariant
{
    public string Name => "No notice goes out twice for one step of a period, or for one certificate";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var broken = await db.Rows<string>(
            $"""
            select 'period ' || period_id || ', ' || step || ', to person ' || person_id || ': ' || count(*) || ' times' from notifications_item group by person_id, period_id, step, on_day having count(*) > 1
            union all
            select n.subject || ': ' || count(*) || ' mails' from notifications_notice n where n.kind = 'passed' group by n.subject having count(*) > 1
            union all
            select 'notice ' || n.id || ' speaks of ' || n.subject || ' but ' || count(i.id) || ' steps were gathered into it'
            from notifications_notice n left join notifications_item i on i.notice_id = n.id
            where n.kind in ('assigned', 'due-soon', 'overdue', 'escalated', 'expiring', 'expired', 'reminder') and n.subject like 'period:%' and n.state <> 'dropped' group by n.id, n.subject having count(i.id) = 0
            limit {InvariantFinding.Most}
            """, null, ct);
        return new InvariantFinding(await db.Scalar<long>("select count(*) from notifications_item", null, ct), broken);
    }
}
