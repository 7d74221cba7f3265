using System.Text.Json;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Platform.Events;

/// <summary>Handles an event inside the publisher's transaction.</summary>
public interface IHandler<in TEvent>
{
    Task Handle(TEvent e, CancellationToken ct);
}

internal sealed record HandlerDeclaration(Type Event, Type Handler, Func<IServiceProvider, object, CancellationToken, Task> Call);

internal sealed record Subscription(Type Event, string Consumer);

/// <summary>
/// Tells what happened. In the transaction of the deed: the event row, the inline handlers, and one work row per consumer — the only outbox.
/// </summary>
internal sealed class Events(Db db, Work work, Registry registry, IServiceProvider provider, Actor actor, TimeProvider clock)
{
    public async Task Tell<TEvent>(TEvent e, CancellationToken ct) where TEvent : notnull
    {
        var payload = JsonSerializer.Serialize(e, Json.Plain);
        var id = await db.Insert("insert into platform_event(at, kind, actor_id, payload) values (@At, @Kind, @PersonId, @payload) returning id",
            new { At = clock.GetUtcNow(), Kind = typeof(TEvent).Name, actor.PersonId, payload }, ct);
        foreach (var handler in registry.Handlers.Where(h => h.Event == typeof(TEvent)))
            await handler.Call(provider, e, ct);
        foreach (var subscription in registry.Subscriptions.Where(s => s.Event == typeof(TEvent)))
            await work.Enqueue(subscription.Consumer, e, key: $"event:{id}", ct);
    }
}
