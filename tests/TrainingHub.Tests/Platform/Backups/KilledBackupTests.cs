using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Backups;

/// <summary>The process is killed while it backs up or restores, at moments from its start to its end.</summary>
public sealed class KilledBackupTests(ITestOutputHelper output) : IDisposable
{
    private const int Moments = 6;

    private readonly HubProcess hub = new();

    /// <summary>A data folder, and on PostgreSQL a database.</summary>
    private sealed record Place(string Folder, string? ConnectionString)
    {
        public string[] Settings => ConnectionString is null ? [$"DataFolder={Folder}"] : [$"DataFolder={Folder}", "Database:Provider=postgres", $"Database:ConnectionString={ConnectionString}"];

        public DbConnection Open() => ConnectionString is null ? new SqliteConnection($"Data Source={Path.Combine(Folder, "traininghub.db")};Pooling=False") : new NpgsqlConnection(ConnectionString);

        public bool IsCutOff => ConnectionString is null
            ? Directory.Exists(Path.Combine(Folder, ".restoring")) && !File.Exists(Path.Combine(Folder, "traininghub.db"))
            : Is("select to_regclass('platform_restoring') is not null");

        public bool IsHub => ConnectionString is null ? File.Exists(Path.Combine(Folder, "traininghub.db")) : Is("select to_regclass('platform_work') is not null") && !IsCutOff;

        private bool Is(string sql)
        {
            using var connection = Open();
            return connection.ExecuteScalar<bool>(sql);
        }
    }

    private string Backup => Path.Combine(hub.Folder, "hub.backup");

    private async Task<Place> NewPlace(TestDatabase database, string name) => new(Path.Combine(hub.Folder, name), database == TestDatabase.Postgres ? await PostgresCluster.NewDatabase() : null);

    /// <summary>A hub with enough in it that each step takes its time.</summary>
    private async Task<Place> Filled(TestDatabase database)
    {
        var place = await NewPlace(database, "data");
        await Done(place, "jobs", "list");
        await using var connection = place.Open();
        await connection.ExecuteAsync(database == TestDatabase.Sqlite
            ? "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) insert into platform_event(at, kind, payload) select '2026-01-01T00:00:00.000000Z', 'Filler', hex(randomblob(2000)) from n"
            : "insert into platform_event(at, kind, payload) select now(), 'Filler', (select string_agg(md5(i::text || j::text), '') from generate_series(1, 120) j) from generate_series(1, 5000) i");
        Assert.True(await connection.ExecuteScalarAsync<long>("select count(*) from platform_work where state = 'ready'") > 0);
        return place;
    }

    [Fact]
    public async Task A_killed_backup_leaves_no_file_or_a_whole_one_and_the_next_clears_up()
    {
        var place = await Filled(TestDatabase.Sqlite);
        var whole = await Done(place, "backup", Backup);
        var (none, left) = (0, 0);
        for (var i = 0; i < Moments; i++)
        {
            File.Delete(Backup);
            await Kill(place, () => Directory.Exists(Backup + ".draft"), whole * i / Moments, "backup", Backup);
            if (File.Exists(Backup)) await Done(await NewPlace(TestDatabase.Sqlite, $"restored-{i}"), "restore", Backup);
            else if (Directory.Exists(Backup + ".draft")) left++;
            else none++;
        }
        output.WriteLine($"{Moments} kills: {none} with nothing, {left} with a draft, {Moments - none - left} with a whole backup");
        Assert.True(left > 0, "No kill hit the backup on its way.");
        File.Delete(Backup);
        await Done(place, "backup", Backup);
        Assert.False(Directory.Exists(Backup + ".draft"));
        await Done(await NewPlace(TestDatabase.Sqlite, "last"), "restore", Backup);
    }

    [Theory, BothDatabases]
    public async Task A_killed_restore_leaves_no_half_hub_and_can_be_run_again(TestDatabase database)
    {
        await Done(await Filled(database), "backup", Backup);
        var whole = await Done(await NewPlace(database, "first"), "restore", Backup);
        var cutOff = 0;
        for (var i = 0; i < Moments; i++)
        {
            var place = await NewPlace(database, $"killed-{i}");
            await Kill(place, () => place.IsCutOff, whole * i / Moments, "restore", Backup);
            if (place.IsCutOff)
            {
                cutOff++;
                var start = await hub.Verb(place.Settings, ["jobs", "list"]);
                Assert.Equal(1, start.Code);
                Assert.Contains("was not finished. Run \"restore FILE\" once more", start.Error, StringComparison.Ordinal);
            }
            if (!place.IsHub) await Done(place, "restore", Backup);
            await using (var connection = place.Open())
                Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from platform_work where state in ('ready', 'leased')"));
            await Done(place, "ledger", "verify");
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(place.Folder), f => f.Contains(".restoring", StringComparison.Ordinal) && database == TestDatabase.Sqlite);
        }
        output.WriteLine($"{database}, {Moments} kills: {cutOff} on the way (no start; restored again), {Moments - cutOff} after the end");
        Assert.True(cutOff > 0, "No kill hit the restore on its way.");
    }

    /// <summary>Runs a verb to its good end, and says how long it took.</summary>
    private async Task<TimeSpan> Done(Place place, params string[] words)
    {
        var watch = Stopwatch.StartNew();
        var done = await hub.Verb(place.Settings, words);
        Assert.True(done.Code == 0, done.Error);
        return watch.Elapsed;
    }

    /// <summary>Kills the verb a while after it began to write; the first time at once.</summary>
    private async Task Kill(Place place, Func<bool> hasBegun, TimeSpan after, params string[] words)
    {
        var process = hub.Begin(place.Settings, words);
        while (!hasBegun() && !process.HasExited) await Task.Delay(2);
        await Task.Delay(after);
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose() => hub.Dispose();
}
