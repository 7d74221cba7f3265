using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>One database of the hub: how to reach it and, on SQLite, the gate its writers pass.</summary>
public sealed class Database
{
    private readonly string connectionString;

    public Database(HubSettings settings, TimeProvider clock)
    {
        SqlTypes.Register();
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            SqliteLibrary.Load();
            Dialect = Dialect.Sqlite;
            Gate = new WriterGate(clock);
            var builder = new SqliteConnectionStringBuilder(settings.ConnectionString) { ForeignKeys = true, DefaultTimeout = 30 };
            connectionString = builder.ToString();
            var folder = Path.GetDirectoryName(Path.GetFullPath(builder.DataSource));
            if (folder is not null) Directory.CreateDirectory(folder);
        }
        else
        {
            Dialect = Dialect.Postgres;
            connectionString = settings.ConnectionString;
        }
    }

    public Dialect Dialect { get; }

    internal WriterGate? Gate { get; }

    internal async Task<DbConnection> Open(CancellationToken ct)
    {
        var connection = Dialect.Connect(connectionString);
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

    /// <summary>Write-ahead logging is a property of the file, so it is set once, before the first migration.</summary>
    internal async Task Prepare(CancellationToken ct)
    {
        if (Dialect != Dialect.Sqlite) return;
        await using var connection = await Open(ct);
        await connection.ExecuteAsync(new CommandDefinition("pragma journal_mode = wal", cancellationToken: ct));
        var synchronous = await connection.ExecuteScalarAsync<long>(new CommandDefinition("pragma synchronous", cancellationToken: ct));
        if (synchronous < 2) throw new InvalidOperationException("This build of SQLite does not default to synchronous=FULL; an acknowledged answer could be lost.");
    }
}
