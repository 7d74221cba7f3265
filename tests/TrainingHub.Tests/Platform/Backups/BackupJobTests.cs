using System.Net;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Backups;

public sealed class BackupJobTests
{
    private static string[] Stored(TestHub hub) => [.. Directory.EnumerateFileSystemEntries(Path.Combine(hub.DataFolder, "backups")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static async Task<string> Read(HttpClient browser, string url) => WebUtility.HtmlDecode(await browser.GetStringAsync(url));

    [Theory, BothDatabases]
    public async Task Each_night_a_backup_is_made_and_only_the_newest_are_kept(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, settings: "TrainingHub:Backup:Keep=2");
        var backups = Directory.CreateDirectory(Path.Combine(hub.DataFolder, "backups")).FullName;
        await File.WriteAllTextAsync(Path.Combine(backups, "by-hand.backup"), "of somebody else");
        Directory.CreateDirectory(Path.Combine(backups, "traininghub-2020-01-01T000000Z.backup.draft")); // of a killed run
        for (var night = 0; night < 4; night++)
        {
            Assert.Equal("ok", (await hub.RunJob("platform.backup")).Outcome);
            hub.Clock.Advance(TimeSpan.FromDays(1));
        }
        var stored = Stored(hub);
        Assert.Equal(3, stored.Length);
        Assert.Equal("by-hand.backup", stored[0]);
        using var site = await RestoredSite.Empty(database);
        Assert.Null((await site.Restore(Path.Combine(backups, stored[2]))).Problem);
    }

    [Fact]
    public async Task Nothing_is_made_where_the_nightly_backup_is_switched_off()
    {
        await using var hub = await TestHub.Start(settings: "TrainingHub:Backup:Keep=0");
        Assert.Equal("ok", (await hub.RunJob("platform.backup")).Outcome);
        Assert.False(Directory.Exists(Path.Combine(hub.DataFolder, "backups")));
    }

    [Fact]
    public async Task The_page_lists_the_backups_with_their_state_and_says_why_the_last_one_failed()
    {
        await using var hub = await TestHub.Start();
        using var browser = await hub.SignedIn(await hub.Person("A1", Roles.Admin));
        Assert.Contains("No backup yet", await Read(browser, "/admin/backups"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(browser, "/admin/backups", "/admin/backups", [])).StatusCode);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_job where id = 'platform.backup' and wanted_by is not null"));
        await hub.RunJob("platform.backup");
        var page = await Read(browser, "/admin/backups");
        Assert.Contains(Assert.Single(Stored(hub)), page, StringComparison.Ordinal);
        Assert.Contains("Read back and checked", page, StringComparison.Ordinal);

        var file = Path.Combine(hub.DataFolder, "backups", Stored(hub)[0]);
        await using (var cut = new FileStream(file, FileMode.Open)) cut.SetLength(cut.Length - 10);
        Assert.Contains("Cut off or damaged", await Read(browser, "/admin/backups"), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        await File.WriteAllTextAsync(Path.GetDirectoryName(file)!, "in the way");
        Assert.Equal("failed", (await hub.RunJob("platform.backup")).Outcome);
        page = await Read(browser, "/admin/backups");
        Assert.Contains("IOException", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backups_are_for_administrators_only()
    {
        await using var hub = await TestHub.Start();
        using var browser = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/admin/backups")).StatusCode);
    }
}
