using System.Text.Json;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Events;

/// <summary>The queues of work; each is worked off by a job of its own.</summary>
public static class Queues
{
    public const string General = "general";
    public const string Mail = "mail";
    public const string Papers = "papers";
}

/// <summary>Does one kind of work. May be called again for the same item, so effects must be idempotent.</summary>
public interface IConsumer<in TPayload>
{
    Task Handle(TPayload payload, WorkItem item, CancellationToken ct);
}

/// <param name="Fence">Grows with each lease: a worker whose lease ran out can no longer finish the row.</param>
/// <param name="Attempts">Counting this one.</param>
public sealed record WorkItem(long Id, string Consumer, string Payload, long Fence, int Attempts);

/// <summary>The work can't succeed however often it is tried; the row is set aside with this reason, and people see it.</summary>
public class WorkRefusedException(string message) : Exception(message);

/// <param name="MostAttempts">After so many the row is set aside.</param>
internal sealed record ConsumerDeclaration(string Name, string Queue, Type Payload, Func<IServiceProvider, object, WorkItem, CancellationToken, Task> Call, int MostAttempts = WorkQueue.MostAttempts);

/// <summary>Writes work rows. Each belongs to the transaction of whatever made it necessary.</summary>
internal sealed class Work(Db db, Registry registry, WorkSignal signal, TimeProvider clock)
{
    /// <summary>Adds work unless the same consumer already has a row, done or not, of this key. True where it was added.</summary>
    public Task<bool> Enqueue<T>(string consumer, T payload, string key, CancellationToken ct) where T : notnull => Enqueue(consumer, payload, key, null, ct);

    /// <param name="notBefore">When it may be done first; null is now.</param>
    public async Task<bool> Enqueue<T>(string consumer, T payload, string key, DateTimeOffset? notBefore, CancellationToken ct) where T : notnull
    {
        var declared = registry.Consumers.Find(c => c.Name == consumer) ?? throw new InvalidOperationException($"No module declares the work {consumer}.");
        await using var tx = await db.Begin(ct);
        var now = clock.GetUtcNow();
        var added = await db.Execute(
            """
            insert into platform_work(consumer, queue, work_key, payload, state, due_at, attempts, fence, created_at)
            values (@consumer, @Queue, @key, @Payload, 'ready', @Due, 0, 0, @now)
            on conflict (consumer, work_key) do nothing
            """,
            new { consumer, declared.Queue, key, Payload = JsonSerializer.Serialize(payload, Json.Plain), Due = notBefore ?? now, now }, ct);
        if (added > 0 && notBefore is null) tx.AfterCommit(() => signal.Pulse(declared.Queue));
        await tx.Commit(ct);
        return added > 0;
    }
}

/// <summary>Wakes the job of a queue when new work was committed, so that nobody waits for the next tick.</summary>
internal sealed class WorkSignal
{
    public event Action<string>? Woken;

    public void Pulse(string queue) => Woken?.Invoke(queue);
}
