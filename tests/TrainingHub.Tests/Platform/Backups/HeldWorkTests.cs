using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Backups;

/// <summary>What an administrator decides about the work that a restore held back.</summary>
public sealed class HeldWorkTests
{
    private static async Task<(TestHub Hub, HttpClient Browser)> Restored(TestDatabase database)
    {
        var hub = await TestHub.Start(database);
        var browser = await hub.SignedIn(await hub.Person("A1", Roles.Admin));
        var person = await hub.Person("E1");
        await hub.RunJob("work.general");
        await hub.Execute("delete from platform_work where queue = 'mail'");
        await hub.In(s => s.GetRequiredService<INotices>().Send(person, "invitation", "test:1", $"person:{person}", new Dictionary<string, object>(), default));
        await hub.Execute("update platform_work set state = 'held' where state = 'ready'");
        return (hub, browser);
    }

    private static string[] Mails(TestHub hub) => Directory.Exists(Path.Combine(hub.DataFolder, "mail")) ? Directory.GetFiles(Path.Combine(hub.DataFolder, "mail"), "*.eml") : [];

    private static async Task<string> Read(HttpClient browser, string url) => WebUtility.HtmlDecode(await browser.GetStringAsync(url));

    [Theory, BothDatabases]
    public async Task Held_mail_is_told_of_and_sent_once_when_it_is_released(TestDatabase database)
    {
        var (hub, browser) = await Restored(database);
        await using var _ = hub;
        using var __ = browser;
        await hub.RunJob("work.mail");
        Assert.Empty(Mails(hub));
        foreach (var url in (string[])["/", "/admin/jobs", "/admin/work"]) Assert.Contains("held back since the restore", await Read(browser, url), StringComparison.OrdinalIgnoreCase);

        var answer = await Forms.Post(browser, "/admin/work", "/admin/work?handler=Release", new() { ["queue"] = "mail" });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("Released, to be done now: 1.", await Read(browser, "/admin/work"), StringComparison.Ordinal);
        await hub.RunJob("work.mail");
        await hub.RunJob("work.mail");
        Assert.Single(Mails(hub));
        Assert.Equal(["sent"], await hub.Rows<string>("select state from notifications_notice where dedupe_key = 'test:1'"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'platform.work-released' and subject = 'queue:mail'"));
    }

    [Theory, BothDatabases]
    public async Task Discarded_mail_is_never_sent_and_not_asked_for_again(TestDatabase database)
    {
        var (hub, browser) = await Restored(database);
        await using var _ = hub;
        using var __ = browser;
        await Forms.Post(browser, "/admin/work", "/admin/work?handler=Discard", new() { ["queue"] = "mail" });
        await hub.RunJob("work.mail");
        Assert.Empty(Mails(hub));
        Assert.Equal(["dropped"], await hub.Rows<string>("select state from notifications_notice where dedupe_key = 'test:1'"));
        Assert.False(await hub.In(s => s.GetRequiredService<INotices>().Send(1, "invitation", "test:1", "person:1", new Dictionary<string, object>(), default)));
        var gone = await Forms.Post(browser, "/admin/work", "/admin/work?handler=Discard", new() { ["queue"] = "mail" });
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'platform.work-discarded'"));
    }

    [Fact]
    public async Task Only_an_administrator_decides_about_held_work()
    {
        var (hub, browser) = await Restored(TestDatabase.Sqlite);
        await using var _ = hub;
        browser.Dispose();
        using var other = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(other, "/account", "/admin/work?handler=Release", new() { ["queue"] = "mail" })).StatusCode);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_work where state = 'held' and queue = 'mail'"));
    }
}
