using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Tests.Testing;

/// <summary>Two deeds that overlap, in the order a test wants.</summary>
internal static class Races
{
    /// <summary>
    /// Does the first in a transaction, then the second from elsewhere, and commits the first once the second waits for it (or has found no need to). On SQLite
    /// the second waits at the gate in any case.
    /// </summary>
    /// <param name="then">What the first still does once the second waits.</param>
    public static Task<T> Overtaken<T>(this TestHub hub, long person, Func<IServiceProvider, Task> first, Func<Task<T>> second, Func<IServiceProvider, Task>? then = null) => hub.As(person, async s =>
    {
        var db = s.GetRequiredService<Db>();
        Task<T> late;
        await using (var tx = await db.Begin(default))
        {
            await first(s);
            late = Task.Run(second);
            if (db.Dialect == Dialect.Postgres)
                while (!late.IsCompleted && await hub.Scalar<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0) await Task.Delay(10);
            if (then is not null) await then(s);
            await tx.Commit(default);
        }
        return await late;
    });
}
