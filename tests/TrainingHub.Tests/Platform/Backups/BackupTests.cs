using System.IO.Compression;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Backups;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Tests.Certificates;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Backups;

public sealed class BackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("traininghub-backup-").FullName;
    private readonly Probe probe = new();

    private string File(string name = "hub.backup") => Path.Combine(folder, name);

    private static async Task<BackupMade> Backup(TestHub hub, string file)
    {
        var made = await hub.Services.GetRequiredService<MakeBackup>().Handle(file, default);
        return made.Value ?? throw new InvalidOperationException(made.Problem?.ToString());
    }

    private static async Task<string> Refusal(TestHub hub, string file) => (await hub.Services.GetRequiredService<MakeBackup>().Handle(file, default)).Problem?.ToString() ?? "";

    private static IDataProtector Protector(TestHub hub) => hub.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static Task<LedgerFindings> Ledger(TestHub hub) => hub.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default));

    [Theory, BothDatabases]
    public async Task What_was_backed_up_is_there_after_the_restore(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var person = await hub.Person("E1");
        var number = await hub.Certificate(person, await hub.Program("backups"));
        var paper = await hub.In(s => s.GetRequiredService<ICertificatePapers>().Pdf(number, default));
        var secret = Protector(hub).Protect("a secret under the hub's keys");
        await Backup(hub, File());

        using var site = await RestoredSite.Empty(database);
        var restored = await site.Restore(File());
        Assert.Null(restored.Problem);
        await using var again = await site.Start(hub.Clock);
        var (before, after) = (await Ledger(hub), await Ledger(again));
        Assert.Equal((before.Entries, before.LastHash, (Problem?)null), (after.Entries, after.LastHash, after.Broken));
        Assert.Equal(2, after.Entries);
        Assert.Equal(paper.Value, (await again.In(s => s.GetRequiredService<ICertificatePapers>().Pdf(number, default))).Value);
        Assert.Equal("a secret under the hub's keys", Protector(again).Unprotect(secret));
        foreach (var sha256 in await again.Rows<string>("select distinct sha256 from courses_file"))
            Assert.NotNull(await again.Services.GetRequiredService<BlobStore>().Get(sha256, default));
        foreach (var table in (string[])["people_person", "courses_lesson", "quizzes_question_version", "platform_event", "platform_work"])
            Assert.Equal(await hub.Scalar<long>($"select count(*) from {table}"), await again.Scalar<long>($"select count(*) from {table}"));
        Assert.Equal(1, await again.Scalar<long>("select count(*) from platform_audit where action = 'platform.restored'"));
    }

    [Theory, BothDatabases]
    public async Task Work_that_waited_is_held_after_a_restore_until_it_is_released_and_then_done_once(TestDatabase database)
    {
        var done = new List<string>();
        probe.OnWork = (text, _) =>
        {
            lock (done) done.Add(text);
            return Task.CompletedTask;
        };
        await using var hub = await Probe.Hub(database, probe);
        foreach (var text in (string[])["1", "2", "3"]) await hub.In(s => s.GetRequiredService<Work>().Enqueue(Probe.Work, text, text, default));
        await hub.Services.GetRequiredService<WorkQueue>().Take(Queues.General, 1, default); // one is being done just then
        await Backup(hub, File());
        await hub.RunJob(QueueJobs.IdOf(Queues.General)); // what happens after the backup, the backup does not know
        done.Clear();

        using var site = await RestoredSite.Empty(database);
        Assert.True((await site.Restore(File())).Value!.Held >= 3);
        await using var again = await site.Start(hub.Clock, Probe.Add(probe));
        again.Clock.Advance(TimeSpan.FromHours(1));
        await again.RunJob(QueueJobs.IdOf(Queues.General));
        Assert.Empty(done);
        Assert.Equal(["held", "held", "held"], await again.Rows<string>("select state from platform_work where consumer = 'test.work'"));
    }

    [Fact]
    public async Task A_moved_hub_goes_on_with_its_work()
    {
        await using var hub = await Probe.Hub(TestDatabase.Sqlite, probe);
        await hub.In(s => s.GetRequiredService<Work>().Enqueue(Probe.Work, "x", "x", default));
        var person = await hub.Person("E1");
        var stamp = await hub.Scalar<string>("select security_stamp from people_person where id = @person", new { person });
        await Backup(hub, File());
        using var site = await RestoredSite.Empty(TestDatabase.Sqlite);
        await site.Restore(File(), isMove: true);
        await using var again = await site.Start(hub.Clock, Probe.Add(probe));
        Assert.Equal(["ready"], await again.Rows<string>("select state from platform_work where consumer = 'test.work'"));
        Assert.Equal(stamp, await again.Scalar<string>("select security_stamp from people_person where id = @person", new { person }));
    }

    [Fact]
    public async Task No_session_and_no_one_time_link_survives_a_restore()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        await hub.Execute("insert into people_activation(person_id, purpose, token_hash, expires_at, created_at) values (@person, 'invitation', 'x', @later, @now)", new { person, later = hub.Clock.GetUtcNow().AddDays(7), now = hub.Clock.GetUtcNow() });
        var stamp = await hub.Scalar<string>("select security_stamp from people_person where id = @person", new { person });
        await Backup(hub, File());
        using var site = await RestoredSite.Empty(TestDatabase.Sqlite);
        await site.Restore(File());
        await using var again = await site.Start(hub.Clock);
        Assert.NotEqual(stamp, await again.Scalar<string>("select security_stamp from people_person where id = @person", new { person }));
        Assert.Equal(0, await again.Scalar<long>("select count(*) from people_activation where used_at is null"));
    }

    [Fact]
    public async Task Jobs_start_at_their_next_regular_time_after_a_restore()
    {
        await using var hub = await Probe.Hub(TestDatabase.Sqlite, probe);
        await hub.Execute("update platform_job set lease_owner = 'gone/1/x', lease_until = @until, wanted_by = 'person:1', next_fire = @past where id = @Job", new { until = hub.Clock.GetUtcNow().AddMinutes(1), past = hub.Clock.GetUtcNow().AddDays(-1), Probe.Job });
        await Backup(hub, File());
        using var site = await RestoredSite.Empty(TestDatabase.Sqlite);
        await site.Restore(File());
        await using var again = await site.Start(hub.Clock, Probe.Add(probe));
        await again.Services.GetRequiredService<Modules.Platform.Jobs.JobRunner>().Tick(default);
        Assert.Equal(0, probe.Runs);
        Assert.True(await again.Scalar<DateTimeOffset>("select next_fire from platform_job where id = @Job", new { Probe.Job }) > again.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_backup_is_never_written_over_and_needs_its_folder()
    {
        await using var hub = await TestHub.Start();
        await Backup(hub, File());
        var bytes = await System.IO.File.ReadAllBytesAsync(File());
        Assert.Contains("is there already", await Refusal(hub, File()), StringComparison.Ordinal);
        Assert.Equal(bytes, await System.IO.File.ReadAllBytesAsync(File()));
        Assert.Contains("There is no folder", await Refusal(hub, Path.Combine(folder, "none", "x")), StringComparison.Ordinal);
        Assert.Equal([File()], Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Only_the_account_of_the_hub_may_read_a_backup()
    {
        if (OperatingSystem.IsWindows()) return; // rights are kept otherwise there
        await using var hub = await TestHub.Start();
        await Backup(hub, File());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File()));
    }

    [Fact]
    public async Task A_place_that_is_in_use_is_left_alone()
    {
        await using var hub = await TestHub.Start();
        await Backup(hub, File());
        using var site = await RestoredSite.Empty(TestDatabase.Sqlite);
        Assert.Null((await site.Restore(File())).Problem);
        Assert.Contains("There is a database already", (await site.Restore(File())).Problem!.ToString(), StringComparison.Ordinal);

        using var other = await RestoredSite.Empty(TestDatabase.Sqlite);
        Directory.CreateDirectory(Path.Combine(other.Folder, "photos"));
        Assert.Contains("is not empty; it holds photos", (await other.Restore(File())).Problem!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["photos"], Directory.EnumerateFileSystemEntries(other.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_backup_of_a_newer_schema_is_refused_and_nothing_changed()
    {
        await using var hub = await TestHub.Start();
        await hub.Execute("insert into platform_migration(module, number, name, hash, applied_at) values ('people', 9999, '9999_later.sql', 'x', @now)", new { now = hub.Clock.GetUtcNow() });
        await Backup(hub, File());
        using var site = await RestoredSite.Empty(TestDatabase.Sqlite);
        Assert.Contains("people/9999_later.sql, which this program", (await site.Restore(File())).Problem!.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(site.Folder));
    }

    [Fact]
    public async Task A_backup_goes_back_only_into_the_kind_of_database_it_came_from()
    {
        await using var hub = await TestHub.Start();
        await Backup(hub, File());
        using var site = await RestoredSite.Empty(TestDatabase.Postgres);
        Assert.Contains("of the kind sqlite, this hub is set to postgres", (await site.Restore(File())).Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_byte_is_damaged_the_backup_is_refused_in_one_line_and_nothing_changed()
    {
        await using var hub = await TestHub.Start();
        await hub.Certificate(await hub.Person("E1"), await hub.Program());
        await Backup(hub, File());
        var whole = await System.IO.File.ReadAllBytesAsync(File());
        using var site = await RestoredSite.Empty(TestDatabase.Sqlite);
        var random = new Random(7);
        var places = Enumerable.Range(0, 40).Select(i => (int)((long)i * whole.Length / 40)).Concat([0, 3, 10, whole.Length - 1, whole.Length - 64, whole.Length - 65, whole.Length - BackupSeal.Length]).Concat(Enumerable.Range(0, 20).Select(_ => random.Next(whole.Length)));
        foreach (var place in places)
        {
            var damaged = whole.ToArray();
            damaged[place] ^= (byte)(1 << random.Next(8));
            await Refused(damaged, $"byte {place}");
        }
        foreach (var length in (int[])[0, 1, 3, 4, 100, whole.Length / 2, whole.Length - BackupSeal.Length, whole.Length - 64, whole.Length - 1]) await Refused(whole[..length], $"cut to {length}");
        await Refused([.. whole, 0], "one byte more");
        await Refused("not a backup"u8.ToArray(), "text");
        Assert.Null((await site.Restore(File())).Problem); // the whole one is fine

        async Task Refused(byte[] bytes, string deed)
        {
            await System.IO.File.WriteAllBytesAsync(File("damaged"), bytes);
            var problem = (await site.Restore(File("damaged"))).Problem?.ToString();
            Assert.True(problem is not null && !problem.Contains('\n', StringComparison.Ordinal), $"{deed}: {problem}");
            Assert.False(Directory.Exists(site.Folder), deed);
        }
    }

    [Fact]
    public async Task Another_zip_file_is_no_backup()
    {
        await using (var zip = await ZipFile.OpenAsync(File(), ZipArchiveMode.Create)) zip.CreateEntry("x");
        using var site = await RestoredSite.Empty(TestDatabase.Sqlite);
        Assert.Contains("does not end as a backup", (await site.Restore(File())).Problem!.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
