using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>
/// The database as one scope (a request, a job run, a work item) sees it. Reads go anywhere; writes only inside <see cref="Begin"/>.
/// Inside a transaction everything, reads too, runs on its connection. Not for use from two tasks at once.
/// The scope's queries share one connection, opened with the first: a page of ten queries that opened ten spent a fifth of its time on that.
/// </summary>
public sealed class Db(Database database) : IAsyncDisposable
{
    private DbConnection? connection;
    private DbTransaction? transaction;
    private Tx? outer;
    private bool isInUse;

    public Dialect Dialect => database.Dialect;

    /// <summary>Set for jobs and work: their transactions let people's go first, and stay under 50 ms.</summary>
    public bool IsBackground { get; set; }

    public bool InTransaction => transaction is not null;

    /// <summary>
    /// Begins a transaction, or joins the one that is under way: then the outermost commit decides, and a joined part
    /// that was left without commit dooms the whole. Nothing inside may wait for the network or the disk.
    /// </summary>
    public async Task<Tx> Begin(CancellationToken ct)
    {
        if (outer is not null) return new Tx(this, outer);
        if (database.Gate is { } gate) await gate.Enter(IsBackground, ct);
        try
        {
            connection ??= await database.Open(ct);
            transaction = await connection.BeginTransactionAsync(ct); // on SQLite: begin immediate
            return outer = new Tx(this, null);
        }
        catch
        {
            transaction = null;
            await Drop();
            database.Gate?.Leave();
            throw;
        }
    }

    // Not cancelled half-way: whether a commit that was given up took effect, nobody could say.
    internal async Task CommitOuter()
    {
        database.FailPoints.Pass(FailPoint.BeforeCommit);
        try
        {
            await transaction!.CommitAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            Database.ForgetBroken(e);
            throw;
        }
        database.FailPoints.Pass(FailPoint.AfterCommit);
    }

    internal async Task EndOuter()
    {
        var ended = transaction!;
        (transaction, outer) = (null, null);
        try
        {
            Dialect.BeforeRollback(ended);
            await ended.DisposeAsync(); // rolls back what was not committed
        }
        catch (DbException)
        {
            // The connection broke, and the transaction ended with it. The failure that led here is on its way up already and must not be hidden by this one.
            await Drop();
        }
        finally
        {
            database.Gate?.Leave();
        }
    }

    /// <summary>Something went wrong on the connection: nobody else gets it.</summary>
    private async Task Drop()
    {
        var dropped = connection;
        connection = null;
        if (dropped is not null) await dropped.DisposeAsync();
    }

    public Task<List<T>> Rows<T>(string sql, object? args, CancellationToken ct) =>
        On(sql, async c => (await c.QueryAsync<T>(Command(sql, args, ct))).AsList(), ct);

    /// <summary>The only row, or null (default) where there is none; two are a fault.</summary>
    public Task<T?> Row<T>(string sql, object? args, CancellationToken ct) =>
        On(sql, c => c.QuerySingleOrDefaultAsync<T>(Command(sql, args, ct)), ct);

    public Task<T?> Scalar<T>(string sql, object? args, CancellationToken ct) =>
        On(sql, c => c.ExecuteScalarAsync<T>(Command(sql, args, ct)), ct);

    /// <summary>Writes; the number of rows touched. Only inside a transaction.</summary>
    public Task<int> Execute(string sql, object? args, CancellationToken ct) =>
        InTransaction ? On(sql, c => c.ExecuteAsync(Command(sql, args, ct)), ct) : throw new InvalidOperationException("Writes belong in a transaction: await db.Begin(ct).");

    /// <summary>Inserts with "… returning id" and gives the id. Only inside a transaction.</summary>
    public async Task<long> Insert(string sql, object? args, CancellationToken ct) =>
        InTransaction ? await On(sql, c => c.ExecuteScalarAsync<long>(Command(sql, args, ct)), ct) : throw new InvalidOperationException("Writes belong in a transaction: await db.Begin(ct).");

    /// <summary>Reads row by row without holding them all: for exports.</summary>
    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var own = await database.Open(ct);
        await using var reader = await own.ExecuteReaderAsync(new CommandDefinition(sql, args, flags: CommandFlags.None, cancellationToken: ct));
        var parse = reader.GetRowParser<T>();
        while (await reader.ReadAsync(ct)) yield return parse(reader);
    }

    /// <summary>A scope that ends inside a transaction gives it up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (outer is not null) await outer.DisposeAsync();
        var done = connection;
        connection = null;
        if (done is not null) await database.GiveBack(done);
    }

    private CommandDefinition Command(string sql, object? args, CancellationToken ct) => new(sql, args, transaction, cancellationToken: ct);

    private async Task<T> On<T>(string sql, Func<DbConnection, Task<T>> use, CancellationToken ct)
    {
        if (isInUse) throw new InvalidOperationException("Two queries at once in one scope; give each task a scope of its own.");
        isInUse = true;
        try
        {
            connection ??= await database.Open(ct);
            (connection as SqliteKeepingConnection)?.Announce(sql);
            return await use(connection);
        }
        catch (Exception e)
        {
            // What failed inside a transaction ends with it; else the next query begins afresh.
            if (!InTransaction) await Drop();
            Database.ForgetBroken(e);
            throw;
        }
        finally
        {
            isInUse = false;
        }
    }
}

/// <summary>A transaction, or a part that joined one.</summary>
public sealed class Tx : IAsyncDisposable
{
    private readonly Db db;
    private readonly Tx? parent;
    private readonly List<Func<CancellationToken, Task>> beforeCommit = [];
    private readonly List<Action> afterCommit = [];
    private bool committed;
    private bool doomed;

    internal Tx(Db db, Tx? parent)
    {
        this.db = db;
        this.parent = parent;
    }

    /// <summary>
    /// Runs inside the outermost transaction, just before it is committed, in the order asked for: for the one lock that everybody wants
    /// and that must therefore be taken last. A failure there rolls the whole back.
    /// </summary>
    public void BeforeCommit(Func<CancellationToken, Task> action)
    {
        if (parent is null) beforeCommit.Add(action);
        else parent.BeforeCommit(action);
    }

    /// <summary>The outermost transaction, to tell one from the next.</summary>
    public object Whole => parent ?? this;

    /// <summary>Runs once the outermost transaction is durable; for waking workers, never for effects that must happen.</summary>
    public void AfterCommit(Action action)
    {
        if (parent is null) afterCommit.Add(action);
        else parent.AfterCommit(action);
    }

    public async Task Commit(CancellationToken ct)
    {
        if (doomed) throw new InvalidOperationException("A part of this transaction was given up; the whole can't be committed.");
        ct.ThrowIfCancellationRequested();
        if (parent is null)
        {
            for (var i = 0; i < beforeCommit.Count; i++) await beforeCommit[i](ct);
            await db.CommitOuter();
        }
        committed = true;
        foreach (var action in afterCommit) action();
    }

    public async ValueTask DisposeAsync()
    {
        if (parent is null) await db.EndOuter();
        else if (!committed) parent.doomed = true;
    }
}
