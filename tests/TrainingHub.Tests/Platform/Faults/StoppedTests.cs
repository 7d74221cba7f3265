using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Faults;

/// <summary>The process is asked to end, as a service manager does, while people answer and a job runs.</summary>
public sealed class StoppedTests
{
    private static SqliteConnection Open(HubProcess hub) => new($"Data Source={Path.Combine(hub.DataFolder, "traininghub.db")};Pooling=False");

    [Fact]
    public async Task A_stop_lets_requests_end_stops_the_job_loses_nothing_and_ends_with_zero()
    {
        using var hub = new HubProcess();
        var port = PostgresCluster.FreePort();
        var token = await Answering.Token(hub);
        await using (var connection = Open(hub)) // enough that the backup is under way when the stop comes
            await connection.ExecuteAsync("with recursive n(i) as (select 1 union all select i + 1 from n where i < 25000) insert into platform_event(at, kind, payload) select '2026-01-01T00:00:00.000000Z', 'Filler', hex(randomblob(2000)) from n");
        var process = await hub.Serve(port);
        await Ready.Until(port, "");
        using var answering = await Answering.Begin(port, token, pause: 2);
        await answering.Until(a => a.Acknowledged > 50, "answers are taken");
        await using (var connection = Open(hub)) await connection.ExecuteAsync("update platform_job set wanted_by = 'person:1' where id = 'platform.backup'");
        var backups = Path.Combine(hub.DataFolder, "backups");
        for (var i = 0; i < 600 && !(Directory.Exists(backups) && Directory.EnumerateDirectories(backups, "*.draft").Any()); i++) await Task.Delay(20);
        Assert.NotEmpty(Directory.EnumerateDirectories(backups, "*.draft"));

        var watch = Stopwatch.StartNew();
        using (var term = Process.Start("kill", ["-TERM", $"{process.Id}"])) await term.WaitForExitAsync();
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        Assert.Equal(0, process.ExitCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10.5), $"It took {watch.Elapsed.TotalSeconds:0.0} s to end."); // the promise itself is a time: whoever waits longer kills
        Assert.Empty(Directory.EnumerateFileSystemEntries(backups)); // the half-written one is gone
        await using (var connection = Open(hub))
        {
            Assert.Equal("stopped", await connection.ExecuteScalarAsync<string>("select outcome from platform_job_run where job = 'platform.backup' order by id desc limit 1"));
            Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from platform_job where lease_owner is not null"));
            Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from platform_work where state = 'leased'"));
        }

        await hub.Serve(port);
        await answering.UntilItGoesOn();
        await answering.AllIsThere();
        for (var i = 0; i < 1200 && !Directory.EnumerateFiles(backups).Any(); i++) await Task.Delay(50); // the job goes on by itself
        Assert.NotEmpty(Directory.EnumerateFiles(backups, "*.backup"));
    }
}
