using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Platform.Events;

/// <summary>Works a queue off: takes rows by lease with a fencing token, calls their consumers, retries with growing pauses, sets aside what can't succeed.</summary>
internal sealed partial class WorkQueue(IServiceScopeFactory scopes, Registry registry, TimeProvider clock, ILogger<WorkQueue> log)
{
    private const int Batch = 20;
    private const int MostAttempts = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Works until nothing is due or the cap is reached.</summary>
    public async Task Drain(string queue, JobRun run, int cap, CancellationToken ct)
    {
        var left = cap;
        while (left > 0)
        {
            var items = await Take(queue, Math.Min(Batch, left), ct);
            if (items.Count == 0) return;
            left -= items.Count;
            foreach (var item in items) await Do(item, run, ct);
        }
    }

    private async Task<List<WorkItem>> Take(string queue, int count, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.IsBackground = true;
        var now = clock.GetUtcNow();
        var due = $"queue = @queue and ((state = 'ready' and due_at <= @now) or (state = 'leased' and lease_until <= @now))";
        if (await db.Row<long?>($"select id from platform_work where {due} order by due_at, id limit 1", new { queue, now }, ct) is null) return [];
        await using var tx = await db.Begin(ct);
        var items = await db.Rows<WorkItem>(
            $"""
            update platform_work set state = 'leased', lease_until = @until, fence = fence + 1, attempts = attempts + 1
            where id in (select id from platform_work where {due} order by due_at, id limit @count {db.Dialect.SkipLocked})
            returning id, consumer, payload, fence, attempts
            """,
            new { queue, now, until = now + Lease, count }, ct);
        await tx.Commit(ct);
        return [.. items.OrderBy(i => i.Id)];
    }

    private async Task Do(WorkItem item, JobRun run, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.IsBackground = true;
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("job", item.Consumer);
        string state;
        string? error = null;
        try
        {
            var declared = registry.Consumers.Find(c => c.Name == item.Consumer) ?? throw new WorkRefusedException($"No module does the work {item.Consumer} any more.");
            var payload = JsonSerializer.Deserialize(item.Payload, declared.Payload, Json.Plain) ?? throw new WorkRefusedException("The payload is empty.");
            await declared.Call(scope.ServiceProvider, payload, item, ct);
            state = "done";
            run.Count("done");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw; // shutting down: the lease runs out and the row is taken again
        }
        catch (Exception e)
        {
            var hopeless = e is WorkRefusedException || item.Attempts >= MostAttempts;
            state = hopeless ? "dead" : "ready";
            error = $"{e.GetType().Name}: {e.Message}";
            run.Count(hopeless ? "given up" : "put off");
            run.Log($"{item.Consumer} #{item.Id}: {error}");
            WorkFailed(log, item.Consumer, item.Id, item.Attempts, e);
        }
        await using var own = scopes.CreateAsyncScope();
        await Finish(own.ServiceProvider.GetRequiredService<Db>(), item, state, error, ct);
    }

    private async Task Finish(Db db, WorkItem item, string state, string? error, CancellationToken ct)
    {
        db.IsBackground = true;
        var now = clock.GetUtcNow();
        var pause = TimeSpan.FromSeconds(Math.Min(3600, 15 * Math.Pow(2, item.Attempts - 1)));
        await using var tx = await db.Begin(ct);
        await db.Execute(
            """
            update platform_work set state = @state, error = @error, due_at = case when @state = 'ready' then @due else due_at end, lease_until = null, done_at = case when @state = 'done' then @now else null end
            where id = @Id and fence = @Fence
            """,
            new { item.Id, item.Fence, state, error, due = now + pause, now }, ct);
        await tx.Commit(ct);
    }

    [LoggerMessage(1101, LogLevel.Warning, "Work {Consumer} #{Id} failed at attempt {Attempt}")]
    private static partial void WorkFailed(ILogger logger, string consumer, long id, int attempt, Exception exception);
}
