using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>A renewal asks for the whole from now on, because what it renews has lapsed.</summary>
/// <param name="PeriodId">The renewal.</param>
internal sealed record PeriodLapsed(long PeriodId, long PersonId, long ProgramId);

/// <summary>
/// A new period asks for fresh evidence, so it must be possible to give it: a course that was read before is read again, and attempts of before
/// use up none of a quiz's. Not in the transaction that opens the period: reading locks the course's round first and the requirement after it.
/// </summary>
internal sealed class FreshStart(Db db, Chains chains, EvidenceKinds kinds, IPersonDirectory people, TimeProvider clock) : IConsumer<PeriodAssigned>, IConsumer<PeriodsAssigned>, IConsumer<PeriodLapsed>
{
    public const string Lapsed = "Certification.Lapsed";

    private sealed record AskingRow(long Id, long PersonId, long ProgramId, string Kind, string Key);

    private sealed record DoneRow(string Kind, string EvidenceKey);

    public Task Handle(PeriodAssigned e, WorkItem item, CancellationToken ct) => Handle(e.PeriodId, e.PersonId, e.ProgramId, ct);

    /// <summary>Nearly nobody of many has done any of it before; only who may have is looked at.</summary>
    public async Task Handle(PeriodsAssigned e, WorkItem item, CancellationToken ct)
    {
        var asking = await db.Rows<AskingRow>(
            """
            select d.id, d.person_id, d.program_id, f.kind, f.key from certification_period d join certification_leaf f on f.version_id = d.program_version_id and f.path = 0
            where d.id between @From and @To and d.renews_id is null and d.completed_on is null and d.ended_on is null
            """, e, ct);
        var looking = new SortedDictionary<long, AskingRow>();
        foreach (var leaf in asking.GroupBy(a => (a.Kind, a.Key)))
        {
            if (kinds.Of(leaf.Key.Kind) is not { } kind) continue;
            var some = (await kind.MayBeginAfresh([.. leaf.Select(a => a.PersonId)], leaf.Key.Key, ct)).ToHashSet();
            foreach (var row in leaf.Where(a => some.Contains(a.PersonId))) looking[row.Id] = row;
        }
        foreach (var row in looking.Values) await Handle(row.Id, row.PersonId, row.ProgramId, ct);
    }

    public Task Handle(PeriodLapsed e, WorkItem item, CancellationToken ct) => Handle(e.PeriodId, e.PersonId, e.ProgramId, ct);

    private async Task Handle(long periodId, long personId, long programId, CancellationToken ct)
    {
        var chain = (await chains.Of(personId, ct)).Single(c => c.Requirement.ProgramId == programId);
        if (chain.Open is not { } open || open.Id != periodId) return; // over already
        var when = await people.Now(personId, clock, ct);
        var zone = chain.CountingZone(open, (await people.Find(personId, ct))!.Zone);
        var since = CountingEvidence.Since(open.AssignedOn, open.EvidenceFrom, chain.RenewedAt(open), zone);
        // What the period has already, as after a transfer to and fro, is not asked again.
        var done = (await db.Rows<DoneRow>("select kind, evidence_key from v_certification_evidence where period_id = @Id", new { open.Id }, ct)).Select(d => (d.Kind, d.EvidenceKey)).ToHashSet();
        var path = await PathRow.Of(db, open.Id, ct);
        foreach (var leaf in path.On(chain.CountingDay(open, when)).Leaves)
        {
            if (done.Contains((leaf.Kind, leaf.Key))) continue;
            if (kinds.Of(leaf.Kind) is { } kind) await kind.Afresh(personId, leaf.Key, since, ct);
        }
    }
}
