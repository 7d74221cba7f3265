using System.Data;
using Dapper;
using Npgsql;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>
/// Copies a PostgreSQL database with pg_dump, from a snapshot that we export: so the head of the ledger and the rest of the manifest are of the
/// very state that is in the file. A restore marks the database before it writes, and takes the mark away as its last step.
/// </summary>
internal sealed class PostgresCopy(Database live, HubSettings settings, Registry registry, TimeProvider clock) : DatabaseCopy(live, registry)
{
    private const string Objects =
        """
        select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and n.nspname <> 'information_schema' and n.nspname not like 'pg\_%'
        """;

    private readonly NpgsqlConnectionStringBuilder server = new(settings.ConnectionString);

    public override string Provider => "postgres";

    public override string EntryName => "database.pgdump";

    public override async Task<Outcome<CopiedDatabase>> Take(string path, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(ct);
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            if (await connection.ExecuteScalarAsync<bool>("select to_regclass('platform_migration') is null", transaction: snapshot)) return Problem.Because("There is no hub in the database {0}.", connection.Database);
            var tool = await PostgresTool.Find("pg_dump", connection.PostgreSqlVersion.Major, ct);
            if (tool.Value is not { } dump) return tool.Problem!;
            var id = await connection.ExecuteScalarAsync<string>("select pg_export_snapshot()", transaction: snapshot);
            var said = await dump.Run(server, ["--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--no-password", $"--snapshot={id}", $"--file={path}"], ct);
            if (said is not null) return Problem.Because("pg_dump could not copy the database: {0}", said);
            return await Describe(connection, snapshot, $"PostgreSQL {connection.PostgreSqlVersion.ToString(2)}");
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            return Unreachable(e);
        }
    }

    public override async Task<Problem?> RefuseUsed(CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(ct);
            if (await IsMarked(connection)) return null; // a restore was cut off: everything here is its own
            var used = await connection.QueryFirstOrDefaultAsync<string>(Objects);
            return used is null ? null : Problem.Because("The database {0} is not empty; it holds {1}. A backup is restored into an empty database only: create one and name it in TrainingHub:Database:ConnectionString.", connection.Database, used);
        }
        catch (NpgsqlException e)
        {
            return Unreachable(e);
        }
    }

    public override string DraftPath(string draftFolder) => Path.Combine(draftFolder, "database");

    public override async Task<Problem?> PutBack(string draftFolder, Func<Database, Task<Problem?>> rework, CancellationToken ct)
    {
        await using (var connection = new NpgsqlConnection(settings.ConnectionString))
        {
            await connection.OpenAsync(ct);
            var tool = await PostgresTool.Find("pg_restore", connection.PostgreSqlVersion.Major, ct);
            if (tool.Value is not { } restore) return tool.Problem!;
            await connection.ExecuteAsync($"create table {Database.RestoringTable}(begun_at timestamptz not null default now())");
            var name = (server.Database ?? server.Username ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
            var said = await restore.Run(server, ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments", "--no-password", $"--dbname=dbname='{name}'", DraftPath(draftFolder)], ct);
            if (said is not null) return Problem.Because("pg_restore could not put the database back: {0} Nothing is left of the attempt.", said);
        }
        File.Delete(DraftPath(draftFolder));
        return await rework(Live);
    }

    public override async Task Finish(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync($"drop table {Database.RestoringTable}");
    }

    public override async Task Discard(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        if (!await IsMarked(connection)) return;
        await EndStrays(connection, ct);
        // One transaction: as long as anything is left, the mark is.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var objects = (await connection.QueryAsync<string>(Objects + " and c.relkind in ('r', 'p', 'f')", transaction: transaction)).AsList();
        if (objects.Count > 0) await connection.ExecuteAsync($"drop table {string.Join(", ", objects)} cascade", transaction: transaction);
        foreach (var left in await connection.QueryAsync<string>(Objects + " and c.relkind = 'v'", transaction: transaction)) await connection.ExecuteAsync($"drop view if exists {left} cascade", transaction: transaction);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A pg_restore whose parent was killed works on, and would put its tables in the way of the next.</summary>
    private async Task EndStrays(NpgsqlConnection connection, CancellationToken ct)
    {
        const string strays = "from pg_stat_activity where datname = current_database() and application_name = @ApplicationName";
        while (await connection.ExecuteScalarAsync<long>($"select count(pg_terminate_backend(pid)) {strays}", new { PostgresTool.ApplicationName }) > 0) await Task.Delay(TimeSpan.FromMilliseconds(50), clock, ct);
    }

    private static Task<bool> IsMarked(NpgsqlConnection connection) => connection.ExecuteScalarAsync<bool>($"select to_regclass('{Database.RestoringTable}') is not null");

    private static Problem Unreachable(NpgsqlException e) => Problem.Because("The database can't be reached: {0}", e.Message);
}
