using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Deeds;

internal sealed class ReadAsked(Db db, Chains chains, IPersonDirectory people, TimeProvider clock) : IAskedEvidence
{
    private sealed record EvidenceRow(string Kind, string EvidenceKey, DateTimeOffset OccurredAt, string Reference);

    public async Task<IReadOnlyList<AskedEvidence>> Of(long personId, string kind, CancellationToken ct)
    {
        var isAsked = await db.Scalar<long>(
            """
            select count(*) from certification_period d where d.person_id = @personId and d.completed_on is null and d.ended_on is null
            and exists (select 1 from certification_leaf f where f.version_id = d.program_version_id and f.kind = @kind)
            """, new { personId, kind }, ct);
        if (isAsked == 0) return [];
        var (home, asked) = ((await people.Find(personId, ct))!.Zone, new List<AskedEvidence>());
        foreach (var chain in await chains.Of(personId, ct))
        {
            if (chain.Open is not { } open) continue;
            var zone = chain.CountingZone(open, home);
            var tree = (await PathRow.Of(db, open.Id, ct)).On(zone.DayOf(clock.GetUtcNow()));
            if (tree.Leaves.All(l => l.Kind != kind)) continue;
            var evidence = (await db.Rows<EvidenceRow>("select kind, evidence_key, occurred_at, reference from v_certification_evidence where period_id = @Id", new { open.Id }, ct))
                .ConvertAll(e => new Evidence(e.Kind, e.EvidenceKey, e.OccurredAt, e.Reference));
            var since = CountingEvidence.Since(open.AssignedOn, open.EvidenceFrom, chain.RenewedAt(open), zone);
            foreach (var leaf in tree.Evaluate(evidence).Missing.Where(l => l.Kind == kind)) asked.Add(new AskedEvidence(leaf.Key, await After(personId, leaf, since, ct)));
        }
        return asked;
    }

    private async Task<DateTimeOffset> After(long personId, Requirement.Leaf leaf, DateTimeOffset since, CancellationToken ct) =>
        await db.Scalar<DateTimeOffset?>(
            "select max(occurred_at) from certification_deed where person_id = @personId and kind = @Kind and key = @Key and occurred_at > @since and taken_back_at is null",
            new { personId, leaf.Kind, leaf.Key, since }, ct) ?? since;
}
