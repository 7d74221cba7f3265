using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Changes;

/// <summary>Somebody says to have read what has changed; the first time counts.</summary>
internal sealed class ReadDelta(Db db, Actor actor, TimeProvider clock)
{
    public async Task<Problem?> Handle(long deltaId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await db.Scalar<long>("select count(*) from certification_delta_person where delta_id = @deltaId and person_id = @Id", new { deltaId, actor.Id }, ct) == 0) return Problem.NotFound("There is no such change.");
        await db.Execute("update certification_delta_person set read_at = @now where delta_id = @deltaId and person_id = @Id and read_at is null", new { deltaId, actor.Id, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
        return null;
    }
}
