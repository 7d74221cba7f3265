using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.History;

/// <summary>A problem, and whose.</summary>
internal sealed record ProblemOf(long RequirementId, long PersonId, long ProgramId, ChainProblem Problem);

/// <param name="Found">How many problems there are.</param>
/// <param name="Problems">The first of them.</param>
internal sealed record ChainsChecked(long Chains, long Periods, long Found, IReadOnlyList<ProblemOf> Problems);

/// <summary>Goes through chains in pieces while everybody goes on working. It holds no lock: what looks wrong is read once more, with its chain locked, before it is told.</summary>
internal sealed class CheckChains(Db db, ReadChains read)
{
    /// <param name="most">How many problems are kept.</param>
    /// <param name="progress">Told after each piece how many chains were looked at.</param>
    public async Task<ChainsChecked> Handle(ChainSelection of, int most, Action<long>? progress, CancellationToken ct)
    {
        var (problems, after, chains, periods, found) = (new List<ProblemOf>(), 0L, 0L, 0L, 0L);
        while (true)
        {
            var piece = await read.Next(of, after, ct);
            if (piece.Count == 0) return new ChainsChecked(chains, periods, found, problems);
            foreach (var facts in piece)
            {
                if (ChainCheck.Of(facts).Count == 0) continue;
                var sure = await Again(facts.Chain.Id, ct);
                found += sure.Count;
                problems.AddRange(sure.Take(most - problems.Count).Select(p => new ProblemOf(facts.Chain.Id, facts.Chain.PersonId, facts.Chain.ProgramId, p)));
            }
            (after, chains, periods) = (piece[^1].Chain.Id, chains + piece.Count, periods + piece.Sum(f => f.Periods.Count));
            progress?.Invoke(chains);
        }
    }

    /// <summary>One table was read before another, and somebody may have been certified in between.</summary>
    private async Task<IReadOnlyList<ChainProblem>> Again(long requirementId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Rows<long>($"select id from certification_requirement where id = @requirementId {db.Dialect.ForUpdate}", new { requirementId }, ct);
        var facts = await read.Next(new ChainSelection(Requirement: requirementId), 0, ct);
        await tx.Commit(ct);
        return facts is [var chain] ? ChainCheck.Of(chain) : [];
    }
}
