using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>Asks for a run by hand: the next tick of any process starts it, also where the job is paused.</summary>
internal sealed class RunJobNow(Db db, Registry registry, Audit audit, Actor actor)
{
    public async Task<Problem?> Handle(string id, CancellationToken ct)
    {
        if (!registry.Jobs.Exists(j => j.Id == id)) return Problem.NotFound("There is no such job.");
        await using var tx = await db.Begin(ct);
        await db.Execute("update platform_job set wanted_by = @By where id = @id", new { id, By = $"person:{actor.Id}" }, ct);
        await audit.Write("platform.job-started", $"job:{id}", null, ct);
        await tx.Commit(ct);
        return null;
    }
}

/// <summary>Pauses a job, or lets it go on. Times that passed while it was paused are not caught up.</summary>
internal sealed class PauseJob(Db db, Registry registry, Audit audit, HubSettings settings, TimeProvider clock)
{
    public async Task<Problem?> Handle(string id, bool paused, CancellationToken ct)
    {
        if (registry.Jobs.Find(j => j.Id == id) is not { } job) return Problem.NotFound("There is no such job.");
        await using var tx = await db.Begin(ct);
        var changed = await db.Execute("update platform_job set paused = @paused, next_fire = @Next, retry_at = null where id = @id and paused <> @paused",
            new { id, paused, Next = job.Schedule.Next(clock.GetUtcNow(), settings.TimeZone) }, ct);
        if (changed > 0) await audit.Write(paused ? "platform.job-paused" : "platform.job-resumed", $"job:{id}", null, ct);
        await tx.Commit(ct);
        return null;
    }
}
