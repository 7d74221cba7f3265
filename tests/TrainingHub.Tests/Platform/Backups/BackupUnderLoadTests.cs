using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Platform.Backups;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Tests.Certificates;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Backups;

/// <summary>Backups while people work: each shows one moment, whole.</summary>
public sealed class BackupUnderLoadTests(ITestOutputHelper output) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("traininghub-backup-").FullName;

    [Theory, BothDatabases]
    public async Task A_backup_made_while_people_write_and_erase_is_whole_and_holds_what_was_acknowledged_before(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var program = await hub.Program();
        var acknowledged = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var person = await hub.Person($"W{w}-{i}");
                var number = await hub.Certificate(person, program);
                Assert.Null((await hub.In(s => s.GetRequiredService<ICertificatePapers>().Pdf(number, default))).Problem); // a blob, then its row, then the ledger
                if (i % 3 == 0) Assert.Null(await hub.In(s => s.GetRequiredService<EraseCertificateData>().Handle(person, default)));
                acknowledged.Add(number);
                if (i % 5 == 0) await hub.RunJob(QueueJobs.IdOf(Queues.Papers)); // takes the erased papers out of the store
            }
        })).ToList();

        var seen = 0L;
        for (var round = 1; round <= 3; round++)
        {
            while (acknowledged.Count < round * 25 && writers.TrueForAll(w => !w.IsCompleted)) await Task.Delay(10);
            var before = acknowledged.ToArray();
            var file = Path.Combine(folder, $"{round}.backup");
            var made = await hub.Services.GetRequiredService<MakeBackup>().Handle(file, default);
            Assert.Equal((null, 0), (made.Problem?.ToString(), made.Value!.MissingBlobs));

            using var site = await RestoredSite.Empty(database);
            var restored = await site.Restore(file);
            Assert.Null(restored.Problem);
            await using var again = await site.Start(hub.Clock);
            var ledger = await again.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default));
            Assert.Null(ledger.Broken);
            Assert.Equal($"{ledger.Entries} {ledger.LastHash}", restored.Value!.Manifest.Facts["the head of the ledger"]);
            Assert.Empty(before.Except(await again.Rows<string>("select number from certificates_certificate")));
            foreach (var sha256 in await again.Rows<string>("select pdf_sha256 from certificates_certificate where pdf_sha256 is not null and data is not null"))
                Assert.NotNull(await again.Services.GetRequiredService<BlobStore>().Get(sha256, default));
            if (database == TestDatabase.Sqlite) Assert.Equal("ok", await again.Scalar<string>("pragma integrity_check"));
            Assert.True(ledger.Entries > seen);
            seen = ledger.Entries;
        }
        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task A_blob_that_was_lost_before_is_told_of_and_does_not_keep_the_rest_from_being_saved()
    {
        await using var hub = await TestHub.Start(withContent: true);
        var lost = await hub.Scalar<string>("select min(sha256) from courses_file");
        hub.Services.GetRequiredService<BlobStore>().Delete(lost!);
        var file = Path.Combine(folder, "x.backup");
        Assert.Equal(1, (await hub.Services.GetRequiredService<MakeBackup>().Handle(file, default)).Value!.MissingBlobs);
        using var site = await RestoredSite.Empty(TestDatabase.Sqlite);
        Assert.Equal([lost!], (await site.Restore(file)).Value!.Manifest.MissingBlobs);
    }

    /// <summary>Prints how long the slowest of 64 writers waited while a backup of a filled database ran, beside the same without one; the figures are in docs/reliability.md.</summary>
    [Fact]
    public async Task Sixty_four_writers_go_on_during_a_backup()
    {
        await using var hub = await TestHub.Start();
        await hub.Execute("""
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 25000)
            insert into platform_event(at, kind, payload) select '2026-01-01T00:00:00.000000Z', 'Filler', hex(randomblob(2000)) from n
            """);
        var size = new FileInfo(Path.Combine(hub.DataFolder, "traininghub.db")).Length;
        var alone = await Write(hub, async () => await Task.Delay(2000));
        BackupMade? made = null;
        var clock = Stopwatch.StartNew();
        var during = await Write(hub, async () =>
        {
            made = (await hub.Services.GetRequiredService<MakeBackup>().Handle(Path.Combine(folder, "x.backup"), default)).Value;
            clock.Stop();
        });
        output.WriteLine($"database {size >> 20} MB; backup {made!.Size >> 20} MB in {clock.Elapsed.TotalSeconds:0.0} s");
        output.WriteLine($"64 writers alone: {alone}");
        output.WriteLine($"64 writers during the backup: {during}");
        var log = new FileInfo(Path.Combine(hub.DataFolder, "traininghub.db-wal")); // gone where another test has just closed the last connection
        output.WriteLine($"write-ahead log afterwards: {(log.Exists ? log.Length >> 20 : 0)} MB");
        Assert.Equal(during.Written, await hub.Scalar<long>("select count(*) from platform_event where kind = 'during'") - alone.Written);
    }

    private sealed record Pace(long Written, double Seconds, double WorstMilliseconds)
    {
        public override string ToString() => $"{Written / Seconds:0} transactions/s, the slowest {WorstMilliseconds:0} ms";
    }

    private static async Task<Pace> Write(TestHub hub, Func<Task> meanwhile)
    {
        using var stop = new CancellationTokenSource();
        var (written, worst) = (0L, 0L);
        var watch = Stopwatch.StartNew();
        var writers = Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            await using var scope = hub.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            while (!stop.IsCancellationRequested)
            {
                var began = Stopwatch.GetTimestamp();
                await using (var tx = await db.Begin(default))
                {
                    await db.Execute("insert into platform_event(at, kind, payload) values (@at, 'during', 'x')", new { at = hub.Clock.GetUtcNow() }, default);
                    await tx.Commit(default);
                }
                var took = Stopwatch.GetTimestamp() - began;
                Interlocked.Increment(ref written);
                for (var seen = Interlocked.Read(ref worst); took > seen && Interlocked.CompareExchange(ref worst, took, seen) != seen; seen = Interlocked.Read(ref worst)) { }
            }
        })).ToList();
        await meanwhile();
        var seconds = watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        return new Pace(written, seconds, Stopwatch.GetElapsedTime(0, worst).TotalMilliseconds);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
