using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Prior;

/// <summary>What an open period still asks and prior learning may stand for.</summary>
internal sealed class OpenRequirement(Db db, EvidenceKinds kinds)
{
    private sealed record EvidenceRow(string Kind, string EvidenceKey, DateTimeOffset OccurredAt, string Reference);

    /// <param name="day">In the zone of <see cref="Chain.CountingZone"/>.</param>
    public async Task<IReadOnlyList<Requirement.Leaf>> Leaves(long periodId, DateOnly day, CancellationToken ct)
    {
        var asked = (await PathRow.Of(db, periodId, ct)).On(day);
        var done = await Done(periodId, ct);
        return [.. asked.Evaluate(done).Missing.Where(leaf => kinds.Of(leaf.Kind) is { MayBePrior: true } && Counts(asked, done, leaf))];
    }

    /// <summary>Whether it would count now: of what is done one after the other, the second not before the first.</summary>
    private static bool Counts(Requirement asked, List<Evidence> done, Requirement.Leaf leaf)
    {
        var also = new Evidence(leaf.Kind, leaf.Key, DateTimeOffset.MaxValue, "prior");
        var state = asked.Evaluate([.. done, also]);
        return state.IsSatisfied || state.Used.Contains(also);
    }

    private async Task<List<Evidence>> Done(long periodId, CancellationToken ct) =>
        [.. (await db.Rows<EvidenceRow>("select kind, evidence_key, occurred_at, reference from v_certification_evidence where period_id = @periodId", new { periodId }, ct)).Select(e => new Evidence(e.Kind, e.EvidenceKey, e.OccurredAt, e.Reference))];
}
