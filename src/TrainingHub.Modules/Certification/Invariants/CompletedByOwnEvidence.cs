using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Certification.Invariants;

/// <summary>
/// Every completed period has all that its path asks, in evidence of its own: quizzes passed by this person, counted for no other period of the programme.
/// What was carried over was earned elsewhere and is not asked for it.
/// </summary>
internal sealed class CompletedByOwnEvidence(Db db) : IInvariant
{
    private const int Chunk = 500;

    private sealed record PeriodRow(long PeriodId, string Whole, string? Renewal, DateOnly? LapsesAfter, string? Rotation, int Path, DateOnly CompletedOn);

    private sealed record EvidenceRow(long PeriodId, string Kind, string EvidenceKey, DateTimeOffset OccurredAt, string Reference, bool IsSound);

    public string Name => "Every certified period is completed by passing evidence of its own";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var broken = await db.Rows<string>(
            $"""
            select 'person ' || d.person_id || ', programme ' || d.program_id || ': ' || e.reference || ' completes ' || count(*) || ' periods'
            from v_certification_evidence e join certification_period d on d.id = e.period_id
            where d.completed_on is not null group by d.person_id, d.program_id, e.kind, e.evidence_key, e.reference having count(*) > 1
            order by d.person_id, d.program_id limit {InvariantFinding.Most}
            """, null, ct);
        var (last, count) = (0L, 0L);
        while (broken.Count < InvariantFinding.Most)
        {
            var periods = await db.Rows<PeriodRow>(
                $"""
                select {PathRow.Columns}, d.completed_on from {PathRow.Tables}
                where d.completed_on is not null and d.id > @last and not exists (select 1 from certification_carried k where k.period_id = d.id) order by d.id limit @Chunk
                """, new { last, Chunk }, ct);
            if (periods.Count == 0) break;
            var evidence = await Evidence(last, periods[^1].PeriodId, ct);
            broken.AddRange(periods.Where(p => !IsComplete(p, evidence)).Select(p => $"period {p.PeriodId}"));
            (last, count) = (periods[^1].PeriodId, count + periods.Count);
        }
        return new InvariantFinding(count, [.. broken.Take(InvariantFinding.Most)]);
    }

    private async Task<ILookup<long, Evidence>> Evidence(long after, long until, CancellationToken ct) =>
        (await db.Rows<EvidenceRow>(
            """
            select e.period_id, e.kind, e.evidence_key, e.occurred_at, e.reference,
                   case when e.kind <> 'quiz' then true else exists (select 1 from v_quiz_attempt a where e.reference = 'attempt:' || a.id and a.person_id = d.person_id and a.passed)
                       or exists (select 1 from certification_prior r where e.reference = 'prior:' || r.id and r.person_id = d.person_id) end as is_sound
            from v_certification_evidence e join certification_period d on d.id = e.period_id
            where e.period_id > @after and e.period_id <= @until
            """, new { after, until }, ct)).Where(e => e.IsSound).ToLookup(e => e.PeriodId, e => new Evidence(e.Kind, e.EvidenceKey, e.OccurredAt, e.Reference));

    /// <summary>In time the renewal path is enough, else the whole. By the stored days alone: an invariant does not repeat the arithmetic it watches over.</summary>
    private static bool IsComplete(PeriodRow period, ILookup<long, Evidence> evidence)
    {
        var path = new PathRow(period.PeriodId, period.Whole, period.Renewal, period.LapsesAfter, period.Rotation, period.Path).ToPath();
        return path.On(period.CompletedOn).Evaluate(evidence[period.PeriodId]).IsSatisfied || (path.LapsesAfter is not null && path.Whole.Evaluate(evidence[period.PeriodId]).IsSatisfied);
    }
}
