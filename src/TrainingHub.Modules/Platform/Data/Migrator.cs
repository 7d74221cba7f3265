using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using TrainingHub.Modules.Platform.Backups;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>The database can't be brought up to date: says why and what to do.</summary>
public sealed class SchemaException(string message) : Exception(message);

/// <summary>
/// Applies each module's Migrations/NNNN_name.sql once, in the order of the modules, each in a transaction of its own.
/// Forward only; a script that was applied may never change.
/// </summary>
internal sealed class Migrator(Database database, IReadOnlyList<IModule> modules, TimeProvider clock)
{
    private const long PostgresLock = 7_301_001;

    private sealed record Script(string Module, int Number, string Name, string Sql, string Hash);

    private sealed record Applied(string Module, int Number, string Hash);

    /// <summary>Applies what is missing and returns the names of the scripts it applied.</summary>
    /// <exception cref="SchemaException">The database is newer than the program, or a script was changed after it ran.</exception>
    public async Task<IReadOnlyList<string>> Run(CancellationToken ct)
    {
        await database.Prepare(ct);
        return await RunOnRestored(ct);
    }

    /// <summary>The same for a database that a restore is just making, before anybody may take it for the hub's.</summary>
    internal async Task<IReadOnlyList<string>> RunOnRestored(CancellationToken ct)
    {
        await using var connection = await database.Open(ct);
        var isPostgres = database.Dialect == Dialect.Postgres;
        if (isPostgres) await connection.ExecuteAsync("select pg_advisory_lock(@PostgresLock)", new { PostgresLock });
        try
        {
            await connection.ExecuteAsync(database.Dialect.Types(
                "create table if not exists platform_migration(module text not null, number integer not null, name text not null, hash text not null, applied_at {utc} not null, primary key (module, number))"));
            var scripts = modules.SelectMany(m => ScriptsOf(m, database.Dialect)).ToList();
            await RefuseForeign(connection, scripts);
            // Rebuilding a parent table with foreign keys on would delete its children, and the switch has no effect inside a transaction.
            if (!isPostgres) await connection.ExecuteAsync("pragma foreign_keys = off");
            var done = new List<string>();
            foreach (var script in scripts)
                if (await Apply(connection, script, isPostgres, ct)) done.Add($"{script.Module}/{script.Name}");
            if (!isPostgres) await connection.ExecuteAsync("pragma foreign_keys = on");
            return done;
        }
        finally
        {
            if (isPostgres) await connection.ExecuteAsync("select pg_advisory_unlock(@PostgresLock)", new { PostgresLock });
        }
    }

    /// <summary>The first script of a journal that this program does not have, or has with other words; null where it knows them all.</summary>
    internal static AppliedScript? FirstUnknown(IReadOnlyList<IModule> modules, Dialect dialect, IReadOnlyList<AppliedScript> journal)
    {
        var known = modules.SelectMany(m => ScriptsOf(m, dialect)).ToDictionary(s => (s.Module, s.Number), s => s.Hash);
        return journal.FirstOrDefault(a => known.GetValueOrDefault((a.Module, a.Number)) != a.Hash);
    }

    private static async Task RefuseForeign(DbConnection connection, List<Script> scripts)
    {
        var journal = await connection.QueryAsync<Applied>("select module, number, hash from platform_migration order by module, number");
        foreach (var applied in journal)
        {
            var script = scripts.Find(s => s.Module == applied.Module && s.Number == applied.Number)
                ?? throw new SchemaException($"The database holds {applied.Module} migration {applied.Number}, which this program does not know: it is newer than the program. Start the newer version of TrainingHub, or restore a backup made with this one.");
            if (script.Hash != applied.Hash)
                throw new SchemaException($"The script {script.Module}/{script.Name} was changed after it had been applied. Install the original program files again; nothing was changed.");
        }
    }

    private async Task<bool> Apply(DbConnection connection, Script script, bool isPostgres, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Asked again inside: another process may have applied it while this one waited for the lock.
        var known = await connection.ExecuteScalarAsync<long>("select count(*) from platform_migration where module = @Module and number = @Number", script, transaction);
        if (known > 0) return false;
        await connection.ExecuteAsync(database.Dialect.Types(script.Sql), transaction: transaction);
        if (!isPostgres)
        {
            var broken = (await connection.QueryAsync("pragma foreign_key_check", transaction: transaction)).Count();
            if (broken > 0) throw new SchemaException($"{script.Module}/{script.Name} would leave {broken} rows without their parents; it was not applied.");
        }
        await connection.ExecuteAsync("insert into platform_migration(module, number, name, hash, applied_at) values (@Module, @Number, @Name, @Hash, @At)",
            new { script.Module, script.Number, script.Name, script.Hash, At = clock.GetUtcNow() }, transaction);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static IEnumerable<Script> ScriptsOf(IModule module, Dialect dialect)
    {
        var assembly = module.GetType().Assembly;
        var prefix = $"{module.GetType().Namespace}.Migrations.";
        var other = dialect == Dialect.Sqlite ? ".postgres.sql" : ".sqlite.sql";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !name.EndsWith(other, StringComparison.Ordinal))
            .Select(name => Read(assembly, name, module.Name, name[prefix.Length..]))
            .OrderBy(script => script.Number);
    }

    private static Script Read(Assembly assembly, string resource, string module, string file)
    {
        // Resource names may carry an underscore before a leading digit of a folder; the file name itself comes as it is.
        var name = file.TrimStart('_');
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new Script(module, int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture), name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }
}
