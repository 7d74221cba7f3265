using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>One database of the hub: how to reach it and, on SQLite, the gate its writers pass.</summary>
public sealed class Database : IDisposable
{
    /// <summary>How long SQLite waits for another program to let go of the file.</summary>
    private const int BusySeconds = 10;

    /// <summary>Statements that come again and again are prepared by the server once, on each connection; parsing and planning them anew was most of what a page cost there.</summary>
    private const int KeptStatements = 200;

    private readonly string connectionString;
    private readonly string dataFolder;
    private readonly SqliteConnections? connections;

    /// <param name="isGated">False only where a benchmark shows what the gate is good for.</param>
    public Database(HubSettings settings, TimeProvider clock, FailPoints failPoints, bool isGated = true)
    {
        FailPoints = failPoints;
        SqlTypes.Register();
        dataFolder = settings.DataFolder;
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            SqliteLibrary.Load();
            Dialect = Dialect.Sqlite;
            if (isGated) Gate = new WriterGate(clock);
            var builder = new SqliteConnectionStringBuilder(settings.ConnectionString) { ForeignKeys = true, DefaultTimeout = BusySeconds, Pooling = false };
            connectionString = builder.ToString();
            connections = new SqliteConnections(connectionString);
        }
        else
        {
            Dialect = Dialect.Postgres;
            var builder = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
            // Whoever names it in the settings, as 0 for a pooler that hands connections around between statements, is left with it.
            if (!builder.ShouldSerialize("Max Auto Prepare")) builder.MaxAutoPrepare = KeptStatements;
            connectionString = builder.ToString();
        }
    }

    /// <summary>Behind the path of a database that a restore has not finished.</summary>
    internal const string RestoringSuffix = ".restoring";

    /// <summary>The table that marks a PostgreSQL database as one that a restore has not finished.</summary>
    internal const string RestoringTable = "platform_restoring";

    public Dialect Dialect { get; }

    internal WriterGate? Gate { get; }

    internal FailPoints FailPoints { get; }

    /// <summary>A connection to dispose of, or to give back.</summary>
    internal async Task<DbConnection> Open(CancellationToken ct)
    {
        if (connections is not null) return await connections.Open(ct);
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes back a connection on which all went well and no transaction is open.</summary>
    internal ValueTask GiveBack(DbConnection connection)
    {
        if (connection is not SqliteKeepingConnection sqlite) return connection.DisposeAsync(); // to the driver's pool
        connections!.GiveBack(sqlite);
        return ValueTask.CompletedTask;
    }

    public void Dispose() => connections?.Dispose();

    /// <summary>
    /// A connection broke: those that wait in the pool are as dead, as after a restart of the server. Forgetting them costs one failure, not one each.
    /// </summary>
    internal static void ForgetBroken(Exception e)
    {
        if (e is NpgsqlException { IsTransient: true } and not PostgresException or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }) NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Finds out, before the first migration, whether the data can be reached at all.</summary>
    /// <exception cref="SettingException">The data folder can't be written, or the database can't be opened.</exception>
    internal async Task Prepare(CancellationToken ct)
    {
        RefuseHalfRestored();
        DataFolder.Claim(dataFolder);
        if (Dialect == Dialect.Sqlite && Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource)) is { } folder && folder != dataFolder) DataFolder.Claim(folder);
        try
        {
            await using var connection = await Open(ct);
            if (Dialect == Dialect.Sqlite) await PrepareFile(connection, ct);
            else if (await connection.ExecuteScalarAsync<bool>($"select to_regclass('{RestoringTable}') is not null"))
                throw new SettingException($"A restore into this database was not finished. Run \"restore FILE\" once more, or create an empty database and name it in {HubSettings.Section}:Database:ConnectionString.");
        }
        catch (DbException e)
        {
            throw new SettingException($"The database can't be opened: {e.Message.TrimEnd('.')}. Is it running, and do {HubSettings.Section}:Database:Provider, {HubSettings.Section}:Database:ConnectionString and {HubSettings.Section}:DataFolder name the right one?");
        }
    }

    /// <summary>A hub that started empty beside half a restored one would be taken for it.</summary>
    private void RefuseHalfRestored()
    {
        if (Dialect != Dialect.Sqlite) return;
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        if (!File.Exists(file) && (File.Exists(file + RestoringSuffix) || Directory.Exists(Path.Combine(dataFolder, RestoringSuffix))))
            throw new SettingException($"A restore into {dataFolder} was not finished. Run \"restore FILE\" once more, or remove {Path.Combine(dataFolder, RestoringSuffix)} and {file + RestoringSuffix} to start with an empty hub.");
    }

    /// <summary>Write-ahead logging is a property of the file, so it is set once.</summary>
    private static async Task PrepareFile(DbConnection connection, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition("pragma journal_mode = wal", cancellationToken: ct));
        var synchronous = await connection.ExecuteScalarAsync<long>(new CommandDefinition("pragma synchronous", cancellationToken: ct));
        if (synchronous < 2) throw new InvalidOperationException("This build of SQLite does not default to synchronous=FULL; an acknowledged answer could be lost.");
    }
}
