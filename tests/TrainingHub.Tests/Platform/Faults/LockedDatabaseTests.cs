using System.Net;
using Dapper;
using Microsoft.Data.Sqlite;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Faults;

/// <summary>Another program, as a copying tool or a database browser, holds the SQLite file.</summary>
public sealed class LockedDatabaseTests
{
    private static SqliteConnection Open(TestHub hub)
    {
        var other = new SqliteConnection($"Data Source={Path.Combine(hub.DataFolder, "traininghub.db")};Pooling=False");
        other.Open();
        return other;
    }

    private static Task<HttpResponseMessage> Write(HttpClient browser) => Forms.Post(browser, "/admin/jobs", "/admin/jobs?handler=Run", new() { ["id"] = "platform.housekeeping" });

    [Fact]
    public async Task A_short_lock_makes_writers_wait_and_readers_notice_nothing()
    {
        await using var hub = await TestHub.Start();
        using var browser = await hub.SignedIn(await hub.Person("A1", Roles.Admin));
        await browser.GetStringAsync("/admin/jobs"); // brings the cookie that all the forms share
        await using var other = Open(hub);
        await other.ExecuteAsync("begin immediate");
        var writing = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Write(browser))).ToList();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/jobs")).StatusCode);
        await Task.Delay(1500);
        Assert.DoesNotContain(writing, w => w.IsCompleted);
        await other.ExecuteAsync("rollback");
        Assert.All(await Task.WhenAll(writing), answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
    }

    [Fact]
    public async Task A_lock_that_stays_is_answered_with_a_word_and_leaves_no_trace_once_it_is_gone()
    {
        await using var hub = await TestHub.Start();
        using var browser = await hub.SignedIn(await hub.Person("A1", Roles.Admin));
        await browser.GetStringAsync("/admin/jobs"); // brings the cookie that all the forms share
        using var visitor = hub.Visitor();
        await using var other = Open(hub);
        await other.ExecuteAsync("begin exclusive");
        var writing = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Write(browser))).ToList();
        var ready = await visitor.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("The database takes no writes: another program holds it", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var answer in await Task.WhenAll(writing))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Contains("The hub's database does not answer", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
        await other.ExecuteAsync("rollback");
        Assert.Equal(HttpStatusCode.Redirect, (await Write(browser)).StatusCode);
        for (var i = 0; i < 200 && (await visitor.GetAsync("/readyz")).StatusCode != HttpStatusCode.OK; i++) await Task.Delay(50); // the probe that waited ends
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/readyz")).StatusCode);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'platform.job-started'"));
    }
}
