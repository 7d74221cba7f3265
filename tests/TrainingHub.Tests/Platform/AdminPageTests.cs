using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

public sealed class AdminPageTests
{
    private readonly Probe probe = new();

    private static async Task<string> Read(HttpClient browser, string url) => WebUtility.HtmlDecode(await browser.GetStringAsync(url));

    [Theory, BothDatabases]
    public async Task An_administrator_sees_each_job_starts_pauses_and_resumes_it(TestDatabase database)
    {
        probe.OnRun = (run, _) =>
        {
            run.Count("done", 7);
            run.Log("shelf 3 was empty");
            return Task.CompletedTask;
        };
        await using var hub = await Probe.Hub(database, probe);
        var admin = await hub.Person("A1", Roles.Admin);
        using var browser = await hub.SignedIn(admin);
        var page = await Read(browser, "/admin/jobs");
        Assert.Contains("Every day at 03:00", page, StringComparison.Ordinal);

        var answer = await Forms.Post(browser, "/admin/jobs", "/admin/jobs?handler=Run", new() { ["id"] = Probe.Job });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("Starts now", await Read(browser, "/admin/jobs"), StringComparison.Ordinal);
        await hub.Services.GetRequiredService<JobRunner>().Tick(default);
        Assert.Equal(1, probe.Runs);
        var detail = await Read(browser, $"/admin/jobs/{Probe.Job}");
        Assert.Contains("done 7", detail, StringComparison.Ordinal);
        Assert.Contains("shelf 3 was empty", detail, StringComparison.Ordinal);
        Assert.Contains("By hand", detail, StringComparison.Ordinal);

        await Forms.Post(browser, "/admin/jobs", "/admin/jobs?handler=Pause", new() { ["id"] = Probe.Job });
        hub.Clock.Advance(TimeSpan.FromDays(2));
        await hub.Services.GetRequiredService<JobRunner>().Tick(default);
        Assert.Equal(1, probe.Runs);
        await Forms.Post(browser, "/admin/jobs", "/admin/jobs?handler=Resume", new() { ["id"] = Probe.Job });
        await hub.Services.GetRequiredService<JobRunner>().Tick(default);
        Assert.Equal(1, probe.Runs); // what passed while it was paused is not caught up
        Assert.Equal(["platform.job-started", "platform.job-paused", "platform.job-resumed"], await hub.Rows<string>("select action from platform_audit where subject = @s order by id", new { s = $"job:{Probe.Job}" }));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/admin/jobs/no.such")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task Work_that_was_set_aside_is_shown_with_its_reason_and_can_be_tried_again(TestDatabase database)
    {
        probe.OnWork = (_, _) => throw new WorkRefusedException("The shelf <3> does not exist.");
        await using var hub = await Probe.Hub(database, probe);
        using var browser = await hub.SignedIn(await hub.Person("A1", Roles.Admin));
        await hub.In(s => s.GetRequiredService<Work>().Enqueue(Probe.Work, "x", "x", default));
        await hub.RunJob("work.general");
        Assert.Contains("The shelf <3> does not exist.", await Read(browser, "/admin/work"), StringComparison.Ordinal);
        var id = await hub.Scalar<long>("select id from platform_work where state = 'dead'");
        probe.OnWork = (_, _) => Task.CompletedTask;
        await Forms.Post(browser, "/admin/work", "/admin/work?handler=Again", new() { ["id"] = $"{id}" });
        await hub.RunJob("work.general");
        Assert.Equal("done", await hub.Scalar<string>("select state from platform_work where id = @id", new { id }));
        Assert.Equal(HttpStatusCode.NotFound, (await Forms.Post(browser, "/admin/work", "/admin/work?handler=Again", new() { ["id"] = $"{id}" })).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task The_audit_log_can_be_filtered_paged_and_downloaded(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var auditor = await hub.Person("A1", Roles.Auditor);
        await hub.In(async s =>
        {
            await using var tx = await s.GetRequiredService<Db>().Begin(default);
            for (var i = 1; i <= 60; i++) await s.GetRequiredService<Audit>().Write("shelf.filled", $"shelf:{i}", new { Note = "=1+1" }, default);
            await s.GetRequiredService<Audit>().Write("shelfX.filled", "shelf:1", null, default);
            await tx.Commit(default);
            return 0;
        });
        using var browser = await hub.SignedIn(auditor);
        var first = await Read(browser, "/admin/audit?action=shelf.");
        Assert.Contains("shelf:60", first, StringComparison.Ordinal);
        Assert.DoesNotContain(">shelf:10<", first, StringComparison.Ordinal);
        Assert.DoesNotContain("shelfX", first, StringComparison.Ordinal);
        var older = System.Text.RegularExpressions.Regex.Match(first, "href=\"([^\"]*before=[^\"]*)\"").Groups[1].Value;
        Assert.Contains(">shelf:10<", await Read(browser, older), StringComparison.Ordinal);
        Assert.Contains("shelfX.filled", await Read(browser, "/admin/audit?subject=shelf:1"), StringComparison.Ordinal);
        Assert.Contains("No entries", await Read(browser, "/admin/audit?from=2999-01-01"), StringComparison.Ordinal);
        var csv = await browser.GetStringAsync("/admin/audit.csv?action=shelf.");
        Assert.Equal(61, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory, BothDatabases]
    public async Task The_settings_page_shows_the_state_and_no_secret(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, settings: "TrainingHub:Mail:Password=top-secret");
        using var browser = await hub.SignedIn(await hub.Person("A1", Roles.Admin));
        var page = await Read(browser, "/admin/settings");
        Assert.DoesNotContain("top-secret", page, StringComparison.Ordinal);
        Assert.Contains(database == TestDatabase.Sqlite ? "SQLite 3." : "PostgreSQL 1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Out of order", page, StringComparison.Ordinal);
        using var trainer = await hub.SignedIn(await hub.Person("T1", Roles.Trainer));
        foreach (var url in (string[])["/admin/settings", "/admin/audit", "/admin/audit.csv", "/admin/jobs", "/admin/work", $"/admin/jobs/{Probe.Job}"])
            Assert.Equal("/denied", (await trainer.GetAsync(url)).Headers.Location?.AbsolutePath);
    }

    [Theory, BothDatabases]
    public async Task Housekeeping_keeps_histories_bounded_and_keys_for_ever(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        var now = hub.Clock.GetUtcNow();
        await hub.In(async s =>
        {
            var db = s.GetRequiredService<Db>();
            await using var tx = await db.Begin(default);
            for (var i = 0; i < 520; i++) await db.Execute("insert into platform_job_run(job, fired_by, started_at, ended_at, outcome) values ('many', 'schedule', @now, @now, 'ok')", new { now }, default);
            await db.Execute("insert into platform_job_run(job, fired_by, started_at, ended_at, outcome) values ('old', 'schedule', @old, @old, 'ok')", new { old = now.AddDays(-91) }, default);
            await db.Execute("insert into platform_event(at, kind, payload) values (@old, 'Old', '{}'), (@now, 'New', '{}')", new { old = now.AddDays(-400), now }, default);
            var added = await s.GetRequiredService<Work>().Enqueue(Probe.Work, "secret", "key", default);
            await tx.Commit(default);
            return added;
        });
        await hub.RunJob("work.general");
        hub.Clock.Advance(TimeSpan.FromDays(91));
        await hub.Execute("update platform_job_run set ended_at = @now where job = 'many'", new { now = hub.Clock.GetUtcNow() });
        await hub.RunJob("platform.housekeeping");
        Assert.Equal(500, await hub.Scalar<long>("select count(*) from platform_job_run where job = 'many'"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from platform_job_run where job = 'old'"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from platform_event where kind = 'Old'"));
        Assert.Equal("", await hub.Scalar<string>("select payload from platform_work where work_key = 'key'"));
        Assert.False(await hub.In(s => s.GetRequiredService<Work>().Enqueue(Probe.Work, "again", "key", default)));
    }

    [Theory, BothDatabases]
    public async Task Readiness_says_in_words_what_is_wrong(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        using var visitor = hub.Visitor();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/readyz")).StatusCode);
        await hub.Execute("alter table platform_job rename to platform_job_away");
        var answer = await visitor.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("not ready", json.RootElement.GetProperty("status").GetString());
        Assert.StartsWith("The database does not answer", json.RootElement.GetProperty("checks").GetProperty("database").GetString(), StringComparison.Ordinal);
        await hub.Execute("alter table platform_job_away rename to platform_job");
    }

    [Fact]
    public async Task A_scheduler_that_no_longer_ticks_makes_the_hub_unready()
    {
        await using var hub = await TestHub.Start(services: s => s.AddSingleton<SchedulerPulse>());
        using var visitor = hub.Visitor();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/readyz")).StatusCode);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Contains("The scheduler has not ticked for", await (await visitor.GetAsync("/readyz")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Metrics_count_requests_jobs_and_waiting_work_for_this_machine_or_the_token(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe, "TrainingHub:Metrics:Token=scraper");
        using var visitor = hub.Visitor();
        await visitor.GetAsync("/healthz");
        await hub.RunJob(Probe.Job);
        await hub.In(s => s.GetRequiredService<Work>().Enqueue(Probe.Work, "x", "x", default));
        var text = await visitor.GetStringAsync("/metrics");
        Assert.Contains("traininghub_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("traininghub_job_runs_total{job=\"test.probe\",outcome=\"ok\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("traininghub_work{queue=\"general\",state=\"ready\"} 1\n", text, StringComparison.Ordinal);

        async Task<HttpStatusCode> Scrape(string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            if (token is not null) request.Headers.Add("Authorization", $"Bearer {token}");
            return (await visitor.SendAsync(request)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await Scrape(null));
        Assert.Equal(HttpStatusCode.Forbidden, await Scrape("guess"));
        Assert.Equal(HttpStatusCode.OK, await Scrape("scraper"));
    }
}
