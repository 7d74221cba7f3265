using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Takes one reason away. With the last one the requirement ends: an open period is closed as unassigned, what was earned is kept
/// and runs its time. Harmless when repeated.
/// </summary>
internal sealed class DropReason(Db db, Chains chains, EndPeriod endPeriod, IPersonDirectory people, Audit audit, Actor actor, TimeProvider clock)
{
    private sealed record Row(long RequirementId, string Kind);

    /// <param name="on">The first day on which the reason no longer holds, where that was before today: a job that runs late does not make anybody owe longer. Null: today.</param>
    public async Task<Problem?> Handle(long reasonId, DateOnly? on, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await db.Row<Row>("select requirement_id, kind from certification_reason where id = @reasonId", new { reasonId }, ct) is not { } reason)
            return Problem.NotFound("There is no such assignment.");
        var chain = (await chains.Lock(reason.RequirementId, ct))!;
        var ended = await db.Execute("update certification_reason set ended_at = @now where id = @reasonId and ended_at is null", new { reasonId, now = clock.GetUtcNow() }, ct);
        if (ended > 0)
        {
            var left = await db.Scalar<long>("select count(*) from certification_reason where requirement_id = @RequirementId and ended_at is null", new { reason.RequirementId }, ct);
            if (left == 0 && chain.Open is { } open)
            {
                var today = await people.Today(open.PersonId, ct);
                var day = on is { } known && known < today ? known : today;
                await endPeriod.Handle(open, day > open.AssignedOn ? day : open.AssignedOn, EndReason.Unassigned, null, ct);
            }
            if (actor.PersonId is not null) await audit.Write("certification.unassigned", $"person:{chain.Requirement.PersonId}", new { chain.Requirement.ProgramId, reason.Kind }, ct);
        }
        await tx.Commit(ct);
        return null;
    }
}
