using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>
/// Copies a SQLite database with its on-line backup API. The source is held in one read transaction over all steps: writers go on behind it in
/// the write-ahead log, and the copy is never begun anew because of them (without it every commit between two steps starts it over).
/// </summary>
internal sealed class SqliteCopy(Database live, HubSettings settings, FailPoints failPoints, Registry registry, TimeProvider clock) : DatabaseCopy(live, registry)
{
    private const int PagesPerStep = 1_000;

    private readonly string path = Path.GetFullPath(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource);

    public override string Provider => "sqlite";

    public override string EntryName => "database.sqlite";

    private string Draft => path + Database.RestoringSuffix;

    public override async Task<Outcome<CopiedDatabase>> Take(string copy, CancellationToken ct)
    {
        if (!File.Exists(path)) return Problem.Because("There is no hub in {0}: the database {1} does not exist.", settings.DataFolder, path);
        await Task.Run(() => Copy(copy, ct), ct);
        await using var connection = await Open(copy, ct);
        var damage = await connection.ExecuteScalarAsync<string>(new CommandDefinition("pragma quick_check(1)", cancellationToken: ct));
        if (damage != "ok") return Problem.Because("The database {0} is damaged ({1}), so no backup was made of it. Restore the last sound backup.", path, damage ?? "");
        if (!await HasJournal(connection)) return Problem.Because("{0} is not a database of TrainingHub.", path);
        return await Describe(connection, null, $"SQLite {connection.ServerVersion}");
    }

    private void Copy(string copy, CancellationToken ct)
    {
        using var source = new SqliteConnection(Unpooled(path));
        using var target = new SqliteConnection(Unpooled(copy));
        source.Open();
        target.Open();
        using var reading = source.BeginTransaction(deferred: true);
        source.ExecuteScalar<long>("select count(*) from sqlite_master", transaction: reading); // the snapshot begins with the first read
        target.Execute("pragma synchronous = off"); // the archive is what must be durable
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid) SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(target.Handle), target.Handle);
        int result;
        do
        {
            ct.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, PagesPerStep);
        }
        while (result == raw.SQLITE_OK);
        if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, target.Handle);
    }

    public override Task<Problem?> RefuseUsed(CancellationToken ct) => Task.FromResult(
        File.Exists(path) ? Problem.Because("There is a database already: {0}. A backup is restored into an empty place only. Move what is there away, or name another data folder (TrainingHub__DataFolder).", path) : null);

    public override string DraftPath(string draftFolder) => Draft;

    public override async Task<Problem?> PutBack(string draftFolder, Func<Database, Task<Problem?>> rework, CancellationToken ct)
    {
        await using (var connection = await Open(Draft, ct))
        {
            var damage = await connection.ExecuteScalarAsync<string>(new CommandDefinition("pragma integrity_check(1)", cancellationToken: ct));
            if (damage != "ok") return Problem.Because("The database in the backup is damaged: {0}. Nothing was changed.", damage ?? "");
        }
        using (var draft = new Database(settings with { ConnectionString = Unpooled(Draft) }, clock, failPoints))
        {
            if (await rework(draft) is { } problem) return problem;
        }
        await using var last = await Open(Draft, ct);
        await last.ExecuteAsync(new CommandDefinition("pragma wal_checkpoint(truncate)", cancellationToken: ct));
        return null;
    }

    public override Task Finish(CancellationToken ct)
    {
        File.Move(Draft, path, overwrite: false);
        return Task.CompletedTask;
    }

    public override Task Discard(CancellationToken ct)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
            if (File.Exists(Draft + suffix)) File.Delete(Draft + suffix);
        return Task.CompletedTask;
    }

    private static async Task<bool> HasJournal(SqliteConnection connection) =>
        await connection.ExecuteScalarAsync<long>("select count(*) from sqlite_master where name = 'platform_migration'") == 1;

    private static async Task<SqliteConnection> Open(string file, CancellationToken ct)
    {
        var connection = new SqliteConnection(Unpooled(file));
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <summary>A pooled connection would keep the file open, and its log beside it.</summary>
    private static string Unpooled(string file) => new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
}
