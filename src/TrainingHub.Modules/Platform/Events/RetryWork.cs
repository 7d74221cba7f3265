using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Events;

/// <summary>Gives work that was set aside a new round of attempts.</summary>
internal sealed class RetryWork(Db db, WorkSignal signal, Audit audit, TimeProvider clock)
{
    public async Task<Problem?> Handle(long id, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var queue = await db.Scalar<string>("update platform_work set state = 'ready', attempts = 0, due_at = @now, error = null where id = @id and state = 'dead' returning queue", new { id, now = clock.GetUtcNow() }, ct);
        if (queue is null) return Problem.NotFound("This work is no longer set aside.");
        await audit.Write("platform.work-retried", $"work:{id}", null, ct);
        tx.AfterCommit(() => signal.Pulse(queue));
        await tx.Commit(ct);
        return null;
    }
}
