using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>
/// Open connections to one SQLite file, each with the statements it has prepared, handed from scope to scope. The driver's own pool forgets the statements
/// with every close, and parsing them anew was half of what a page or an answer cost.
/// </summary>
internal sealed class SqliteConnections(string connectionString) : IDisposable
{
    /// <summary>So many wait for the next scope; what a crowd needs beyond is closed again.</summary>
    private const int MostIdle = 16;

    /// <summary>Kilobytes of pages that each connection keeps for itself. The operating system keeps them all once; sixteen copies of the same 2 MB would only be a bigger hub.</summary>
    private const int CacheKilobytes = 512;

    // The one used last is warm, so it is the first to be taken.
    private readonly ConcurrentStack<SqliteKeepingConnection> idle = new();
    private volatile bool isOver;

    public async Task<DbConnection> Open(CancellationToken ct)
    {
        if (idle.TryPop(out var known)) return known;
        var fresh = new SqliteKeepingConnection(connectionString);
        try
        {
            await fresh.OpenAsync(ct);
            await fresh.ExecuteAsync(new CommandDefinition($"pragma cache_size = -{CacheKilobytes}", cancellationToken: ct));
            return fresh;
        }
        catch
        {
            await fresh.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes back a connection that nothing went wrong on and that has no transaction.</summary>
    public void GiveBack(SqliteKeepingConnection connection)
    {
        if (isOver || idle.Count >= MostIdle) connection.Dispose();
        else idle.Push(connection);
    }

    public void Dispose()
    {
        isOver = true;
        while (idle.TryPop(out var connection)) connection.Dispose();
    }
}

/// <summary>A connection that keeps the statements of the queries that are announced to it.</summary>
internal sealed class SqliteKeepingConnection(string connectionString) : SqliteConnection(connectionString)
{
    private const int MostKept = 200;

    // The one used longest ago stands first.
    private readonly OrderedDictionary<string, KeptCommand> kept = new(StringComparer.Ordinal);
    private string? announced;
    private bool isClosing;

    /// <summary>The text of the command that is created next.</summary>
    public void Announce(string sql) => announced = sql;

    protected override DbCommand CreateDbCommand()
    {
        if (announced is not { } sql) return base.CreateDbCommand();
        announced = null;
        if (!kept.Remove(sql, out var command)) command = new KeptCommand(this, sql) { CommandTimeout = DefaultTimeout };
        command.Transaction = Transaction;
        return command;
    }

    public override void Close()
    {
        isClosing = true;
        base.Close();
    }

    private bool Keep(KeptCommand command, string sql)
    {
        // A list parameter is written into the text; such a text may never come again.
        if (isClosing || !ReferenceEquals(command.CommandText, sql)) return false;
        command.Parameters.Clear();
        command.Transaction = null;
        if (!kept.TryAdd(sql, command)) return false;
        if (kept.Count > MostKept)
        {
            var oldest = kept.GetAt(0).Value;
            kept.RemoveAt(0);
            oldest.Forget();
        }
        return true;
    }

    private sealed class KeptCommand : SqliteCommand
    {
        private readonly SqliteKeepingConnection owner;
        private readonly string sql;
        private bool isForgotten;

        public KeptCommand(SqliteKeepingConnection owner, string sql) : base(sql, owner)
        {
            this.owner = owner;
            this.sql = sql;
        }

        public void Forget()
        {
            isForgotten = true;
            Dispose();
        }

        /// <summary>Whoever used it is done with it; the connection keeps it while it may be of use.</summary>
        protected override void Dispose(bool disposing)
        {
            if (!disposing || isForgotten || !owner.Keep(this, sql)) base.Dispose(disposing);
        }
    }
}
