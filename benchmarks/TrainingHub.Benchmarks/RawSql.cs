using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Benchmarks;

/// <summary>What the database itself can do: the writes of one attempt with nothing round them.</summary>
internal static class RawSql
{
    /// <summary>Attempts a second over one connection: twelve commits each, as durable as the hub's or, to see what that costs, not at all.</summary>
    public static async Task<double> Attempts(Scratch scratch, TimeSpan time, bool isDurable = true)
    {
        var database = scratch.Services.GetRequiredService<Database>();
        await using var connection = await database.Open(CancellationToken.None);
        var isSqlite = database.Dialect == Dialect.Sqlite;
        // This connection is the benchmark's own from here on; it is closed, not given back.
        if (!isDurable) await connection.ExecuteAsync(isSqlite ? "pragma synchronous = off" : "set synchronous_commit = off");
        await connection.ExecuteAsync("drop table if exists bench_answer");
        await connection.ExecuteAsync("drop table if exists bench_attempt");
        await connection.ExecuteAsync($"create table bench_attempt(id {(isSqlite ? "integer" : "bigint")} primary key, person_id integer not null, state text not null, mark integer)");
        await connection.ExecuteAsync("create table bench_answer(attempt_id integer not null, slot integer not null, answer text not null, primary key (attempt_id, slot))");
        var done = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            done++;
            await Commit("insert into bench_attempt(id, person_id, state) values (@done, 1, 'in-progress')", new { done });
            for (var slot = 1; slot <= 10; slot++)
                await Commit("insert into bench_answer(attempt_id, slot, answer) values (@done, @slot, '{\"chosen\":[\"a\"]}')", new { done, slot });
            await Commit("update bench_attempt set state = 'finished' where id = @done", new { done });
            await Commit("update bench_attempt set mark = 80 where id = @done", new { done });
        }
        return done / watch.Elapsed.TotalSeconds;

        async Task Commit(string sql, object arguments)
        {
            await using var tx = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync(sql, arguments, tx);
            await tx.CommitAsync();
        }
    }
}
