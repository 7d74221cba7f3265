using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Certificates;

/// <summary>No certification without its paper, no paper without its certification, and a paper ends with what it stands for.</summary>
internal sealed class OnePaperPerCertification(Db db) : IInvariant
{
    public string Name => "Every certified period has exactly one certificate, and every certificate a certified period";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var broken = await db.Rows<string>(
            $"""
            select 'period ' || d.id || ' has no certificate' from v_certification_period d
            where d.completed_on is not null and not exists (select 1 from certificates_certificate c where c.period_id = d.id) and not exists (select 1 from certificates_pending w where w.period_id = d.id)
            union all
            select 'certificate ' || c.number || ' stands for no completed period' from certificates_certificate c
            where not exists (select 1 from v_certification_period d where d.id = c.period_id and d.completed_on is not null and d.person_id = c.person_id)
            union all
            select 'certificate ' || c.number || ' is in force, its period was ' || d.end_reason from certificates_certificate c join v_certification_period d on d.id = c.period_id
            where c.ended_at is null and d.end_reason in ('revoked', 'renewed')
            union all
            select 'certificate ' || c.number || ' has ended, its period has not' from certificates_certificate c join v_certification_period d on d.id = c.period_id
            where c.ended_at is not null and d.ended_on is null and not exists (select 1 from certificates_certificate n where n.period_id = d.id and n.ended_at is null)
              and not exists (select 1 from certificates_pending w where w.period_id = d.id)
            limit {InvariantFinding.Most}
            """, null, ct);
        return new InvariantFinding(await db.Scalar<long>("select count(*) from certificates_certificate", null, ct), broken);
    }
}
