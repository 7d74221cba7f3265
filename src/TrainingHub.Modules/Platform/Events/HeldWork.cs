using Microsoft.Extensions.Logging;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Events;

/// <summary>An administrator decided that the work a restore held back in this queue is not to be done; its rows are in the state discarded.</summary>
public sealed record HeldWorkDiscarded(string Queue);

/// <summary>Lets the held work of a queue be done after all.</summary>
internal sealed class ReleaseHeld(Db db, WorkSignal signal, Audit audit)
{
    public async Task<Outcome<int>> Handle(string queue, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var count = await db.Execute("update platform_work set state = 'ready', attempts = 0 where queue = @queue and state = 'held'", new { queue }, ct);
        if (count == 0) return Problem.NotFound("No work is held back here any more.");
        await audit.Write("platform.work-released", $"queue:{queue}", new { count }, ct);
        tx.AfterCommit(() => signal.Pulse(queue));
        await tx.Commit(ct);
        return count;
    }
}

/// <summary>Gives up the held work of a queue: it was done before the hub was lost. The rows stay, so that the same work is not asked for again.</summary>
internal sealed class DiscardHeld(Db db, Events events, Audit audit, TimeProvider clock)
{
    public async Task<Outcome<int>> Handle(string queue, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var count = await db.Execute("update platform_work set state = 'discarded', done_at = @now where queue = @queue and state = 'held'", new { queue, now = clock.GetUtcNow() }, ct);
        if (count == 0) return Problem.NotFound("No work is held back here any more.");
        await audit.Write("platform.work-discarded", $"queue:{queue}", new { count }, ct);
        await events.Tell(new HeldWorkDiscarded(queue), ct);
        await tx.Commit(ct);
        return count;
    }
}

/// <summary>Says at each start that a decision is still open.</summary>
internal sealed partial class TellOfHeldWork(Db db, ILogger<TellOfHeldWork> log) : IStartStep
{
    public async Task Run(CancellationToken ct)
    {
        var held = await db.Scalar<long>("select count(*) from platform_work where state = 'held'", null, ct);
        if (held > 0) Held(log, held);
    }

    [LoggerMessage(1102, LogLevel.Warning, "{Count} pieces of work are held back since a restore; an administrator releases or discards them at /admin/work")]
    private static partial void Held(ILogger logger, long count);
}
