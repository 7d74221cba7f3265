using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Recalculating;

/// <summary>A policy for periods to come and for current ones too, as somebody has just seen it in a preview. The dates are moved in small pieces by <see cref="Recalculate"/>.</summary>
internal sealed class StartRecalculation(Db db, PreviewRecalculation preview, Work work, Audit audit, Actor actor, TimeProvider clock)
{
    /// <param name="digest">Of the preview.</param>
    /// <returns>How many people's dates move.</returns>
    public async Task<Outcome<int>> Handle(long programId, PolicyText policy, string? digest, CancellationToken ct)
    {
        var (now, problem) = await preview.Handle(programId, policy, ct);
        if (now is null) return problem!;
        if (now.Digest != digest) return Problem.Conflict("Since you looked, the dates of some people have changed. Look at what would move now, and apply that.");
        await using var tx = await db.Begin(ct);
        await db.Row<long>($"select id from certification_program where id = @programId {db.Dialect.ForUpdate}", new { programId }, ct);
        var policyId = await preview.Same(programId, policy, ct) ?? await ChangePolicy.Insert(db, programId, policy, "hub", clock.GetUtcNow(), ct);
        var id = await db.Insert(
            "insert into certification_recalculation(program_id, policy_id, expected, asked_by, asked_at) values (@programId, @policyId, @Count, @by, @at) returning id",
            new { programId, policyId, now.Moved.Count, by = actor.PersonId, at = clock.GetUtcNow() }, ct);
        await work.Enqueue(Recalculate.Work, new RecalculationWork(id, 0), $"recalculation:{id}", ct);
        await audit.Write("certification.policy-recalculated", $"program:{programId}", new { recalculation = id, policyId, policy, expected = now.Moved.Count, now.Sooner, now.Later, now.AtOnce }, ct);
        await tx.Commit(ct);
        return now.Moved.Count;
    }
}
