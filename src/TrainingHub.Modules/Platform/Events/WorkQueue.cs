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
    /// <summary>Unless the work says otherwise.</summary>
    public const int MostAttempts = 8;

    private const int Batch = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Works until nothing is due or the cap is reached.</summary>
    public async Task Drain(string queue, JobRun run, int cap, CancellationToken ct)
    {
        var left = cap;
        while (left > 0)
        {
            var taken = clock.GetTimestamp();
            var items = new Queue<WorkItem>(await Take(queue, Math.Min(Batch, left), ct));
            if (items.Count == 0) return;
            try
            {
                // Slow items must not use up the lease of those behind them.
                while (items.Count > 0 && clock.GetElapsedTime(taken) < Lease / 2)
                {
                    await Do(items.Peek(), run, ct);
                    items.Dequeue();
                    left--;
                }
            }
            finally
            {
                if (items.Count > 0) await GiveBack(items);
            }
        }
    }

    internal async Task<List<WorkItem>> Take(string queue, int count, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.IsBackground = true;
        var now = clock.GetUtcNow();
        // What was written or taken in the future is from a clock that was wrong and has been set right; it must not wait until that future comes.
        const string due = "queue = @queue and ((state = 'ready' and (due_at <= @now or (created_at > @absurd and attempts = 0))) or (state = 'leased' and (lease_until <= @now or lease_until > @absurd)))";
        var absurd = now + 10 * Lease;
        if (await db.Row<long?>($"select id from platform_work where {due} order by due_at, id limit 1", new { queue, now, absurd }, ct) is null) return [];
        await using var tx = await db.Begin(ct);
        // The rows are picked in a common table expression: PostgreSQL may evaluate a plain "in (select … limit)" more than once and take too many.
        var items = await db.Rows<WorkItem>(
            $"""
            with picked as (select id from platform_work where {due} order by due_at, id limit @count {db.Dialect.SkipLocked})
            update platform_work set state = 'leased', lease_until = @until, fence = fence + 1, attempts = attempts + 1
            where id in (select id from picked)
            returning id, consumer, payload, fence, attempts
            """,
            new { queue, now, absurd, until = now + Lease, count }, ct);
        await tx.Commit(ct);
        return [.. items.OrderBy(i => i.Id)];
    }

    private async Task Do(WorkItem item, JobRun run, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.IsBackground = true;
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("job", item.Consumer);
        var declared = registry.Consumers.Find(c => c.Name == item.Consumer);
        var most = declared?.MostAttempts ?? MostAttempts;
        var (state, error) = ("done", (string?)null);
        try
        {
            if (declared is null) throw new WorkRefusedException($"No module does the work {item.Consumer} any more.");
            if (item.Attempts > most) throw new WorkRefusedException("Each attempt ended with the process, the last without leaving an error.");
            var payload = JsonSerializer.Deserialize(item.Payload, declared.Payload, Json.Plain) ?? throw new WorkRefusedException("The payload is empty.");
            await declared.Call(scope.ServiceProvider, payload, item, ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct); // shutting down: the row is given back as if it had not been taken
        }
        catch (Exception e)
        {
            state = e is WorkRefusedException || item.Attempts >= most ? "dead" : "ready";
            error = $"{e.GetType().Name}: {e.Message}";
            run.Log($"{item.Consumer} #{item.Id}: {error}");
            WorkFailed(log, item.Consumer, item.Id, item.Attempts, e);
        }
        if (!await Finish(item, state, error)) (state, error) = ("overtaken", null);
        run.Count(state switch { "done" => "done", "dead" => "given up", "overtaken" => "taken over by another worker", _ => "put off" });
    }

    /// <summary>False where the lease ran out and another worker has the row: then what it does counts. Not cancelled by a stop: the work is done.</summary>
    internal async Task<bool> Finish(WorkItem item, string state, string? error)
    {
        var now = clock.GetUtcNow();
        var due = now + TimeSpan.FromSeconds(Math.Min(3600, 15 * Math.Pow(2, item.Attempts - 1)));
        return await Write(
            """
            update platform_work set state = @state, error = @error, due_at = case when @state = 'ready' then @due else due_at end, lease_until = null, done_at = case when @state = 'done' then @now else null end
            where id = @Id and fence = @Fence and state = 'leased'
            """,
            new { item.Id, item.Fence, state, error, due, now }) == 1;
    }

    private async Task GiveBack(IEnumerable<WorkItem> items)
    {
        foreach (var item in items)
            await Write("update platform_work set state = 'ready', lease_until = null, attempts = attempts - 1 where id = @Id and fence = @Fence and state = 'leased'", new { item.Id, item.Fence });
    }

    private async Task<int> Write(string sql, object args)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.IsBackground = true;
        await using var tx = await db.Begin(CancellationToken.None);
        var count = await db.Execute(sql, args, CancellationToken.None);
        await tx.Commit(CancellationToken.None);
        return count;
    }

    [LoggerMessage(1101, LogLevel.Warning, "Work {Consumer} #{Id} failed at attempt {Attempt}")]
    private static partial void WorkFailed(ILogger logger, string consumer, long id, int attempt, Exception exception);
}
