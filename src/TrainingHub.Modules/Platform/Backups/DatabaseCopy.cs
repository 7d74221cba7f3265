using System.Data.Common;
using Dapper;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>What a copy of the database says about itself, read from the very state that was copied.</summary>
internal sealed record CopiedDatabase(string Version, IReadOnlyList<AppliedScript> Schema, IReadOnlyDictionary<string, string> Facts, IReadOnlySet<string> Blobs);

/// <summary>The database as one file: taken while others write, put back into an empty place. One class for each kind of database.</summary>
internal abstract class DatabaseCopy(Database live, Registry registry)
{
    /// <summary>"sqlite" or "postgres".</summary>
    public abstract string Provider { get; }

    public Dialect Dialect => live.Dialect;

    protected Database Live => live;

    /// <summary>The name of the file in the archive.</summary>
    public abstract string EntryName { get; }

    /// <summary>Writes one consistent state of the database to this path; the file holds what was committed when it began, or later.</summary>
    public abstract Task<Outcome<CopiedDatabase>> Take(string path, CancellationToken ct);

    /// <summary>Null where a backup may be put back here: there is no database, or an empty one.</summary>
    public abstract Task<Problem?> RefuseUsed(CancellationToken ct);

    /// <summary>Where the file from the archive is unpacked to.</summary>
    public abstract string DraftPath(string draftFolder);

    /// <summary>
    /// Makes a database of the unpacked file that nobody takes for the hub's yet, and lets it be worked on. Null where all went well.
    /// </summary>
    public abstract Task<Problem?> PutBack(string draftFolder, Func<Database, Task<Problem?>> rework, CancellationToken ct);

    /// <summary>The last step of a restore: from now on it is the hub's database.</summary>
    public abstract Task Finish(CancellationToken ct);

    /// <summary>Removes what an unfinished restore left.</summary>
    public abstract Task Discard(CancellationToken ct);

    /// <summary>Whether the hub names all of these blobs now.</summary>
    public async Task<bool> StillNames(IReadOnlyList<string> blobs, CancellationToken ct)
    {
        await using var connection = await live.Open(ct);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sql in registry.BlobReferences) named.UnionWith(await connection.QueryAsync<string>(new CommandDefinition(sql, cancellationToken: ct)));
        return named.IsSupersetOf(blobs);
    }

    protected async Task<CopiedDatabase> Describe(DbConnection connection, DbTransaction? transaction, string version)
    {
        var schema = await connection.QueryAsync<AppliedScript>("select module, number, name, hash from platform_migration order by module, number", transaction: transaction);
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var fact in registry.BackupFacts) facts[fact.Name] = await connection.ExecuteScalarAsync<string>(fact.Sql, transaction: transaction) ?? "";
        var blobs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sql in registry.BlobReferences) blobs.UnionWith(await connection.QueryAsync<string>(sql, transaction: transaction));
        return new CopiedDatabase(version, schema.AsList(), facts, blobs);
    }
}
