using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>What becomes due is done for many in few transactions, and told to whom it concerns.</summary>
public sealed class LifecycleTests
{
    private const int Many = 60;

    private sealed class Counter : FailPoints
    {
        public int Commits { get; set; }

        public override void Pass(FailPoint point)
        {
            if (point == FailPoint.AfterCommit) Commits++;
        }
    }

    private static string Short(string slug, string policy = "active: 2m, window: 15d, basis: completion, grace: 3d") => CertificationSteps.Yaml(slug, policy, requires: "quiz: SLUG");

    private static async Task<List<long>> Certified(TestHub hub, int many, params string[] programs)
    {
        var people = new List<long>();
        for (var i = 0; i < many; i++) people.Add(await hub.Person($"E{i:00}"));
        await hub.RunsJobs();
        foreach (var person in people)
            foreach (var program in programs) await hub.Passes(person, program);
        return people;
    }

    [Theory, BothDatabases]
    public async Task Many_due_steps_are_done_in_a_handful_of_transactions(TestDatabase database)
    {
        var counter = new Counter();
        await using var hub = await TestHub.Start(database, services: s => s.Replace(ServiceDescriptor.Singleton<FailPoints>(counter)), settings: "TrainingHub:Hub:TimeZone=Asia/Shanghai");
        hub.Now("2026-01-05");
        await hub.Programme("grooming", Short("grooming"));
        for (var i = 0; i < Many; i++) await hub.Person($"E{i:00}");
        await hub.RunsJobs();
        hub.Now("2026-01-20"); // due on the 12th: soon due since the 9th, overdue since the 13th, and too long since the 19th
        counter.Commits = 0;
        var run = await hub.RunJob("certification.lifecycle");
        Assert.Equal((Many, Many, Many), (run.Counts["no longer due"], run.Counts["overdue"], run.Counts["escalated"]));
        Assert.InRange(counter.Commits, 3, 12);
        var told = await hub.Rows<string>("select payload from platform_event where kind = 'StepsDue'");
        Assert.Equal(2 * Many, told.Sum(t => System.Text.Json.JsonDocument.Parse(t).RootElement.GetProperty("periods").GetArrayLength()));
        Assert.InRange(told.Count, 2, 6);
        await hub.RunJob("work.general");
        Assert.Equal(Many, await hub.Scalar<long>("select count(*) from notifications_item where step = 'overdue'"));
        // Again and again it finds nothing.
        Assert.Empty((await hub.RunJob("certification.lifecycle")).Counts);
    }

    [Theory, BothDatabases]
    public async Task One_whose_renewal_cannot_be_opened_holds_up_none_of_the_others(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Short("grooming"));
        await hub.Programme("greetings", Short("greetings"));
        var people = await Certified(hub, 25, "grooming");
        await hub.Passes(people[7], "greetings");
        await hub.Execute("update certification_program_version set renewal = 'nothing that can be read' where program_id = (select id from certification_program where slug = 'greetings')");
        hub.Now("2026-02-18");
        var run = await hub.RunJob("certification.renewal-windows");
        Assert.Equal(("failed", 25, 1), (run.Outcome, run.Counts["window-opens"], run.Counts["failed"]));
        Assert.Equal(25, await hub.Scalar<long>("select count(*) from certification_period where renews_id is not null"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_due where step = 'window-opens' and done_at is null"));
    }

    [Theory, BothDatabases]
    public async Task A_renewal_that_is_opened_late_is_the_one_of_the_day_its_window_opened(TestDatabase database)
    {
        var seen = new List<string>();
        foreach (var isLate in (bool[])[false, true])
        {
            await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
            await hub.Programme("grooming", Short("grooming"));
            await Certified(hub, 1, "grooming"); // until 5 March, so the window opens on 18 February
            hub.Now("2026-02-18");
            if (!isLate) await hub.RunsJobs();
            hub.Now("2026-02-19");
            await hub.Programme("grooming", Short("grooming", "active: 6m, window: 1m, basis: completion, grace: 0d").Replace("renewal: { quiz: grooming }", "renewal: { course: grooming }", StringComparison.Ordinal));
            hub.Now("2026-02-25");
            await hub.RunsJobs();
            seen.Add((await hub.Scalar<string>("select d.assigned_on || ' ' || y.number || ' ' || v.number from certification_period d join certification_policy y on y.id = d.policy_id join certification_program_version v on v.id = d.program_version_id where d.renews_id is not null"))!);
        }
        Assert.Equal(["2026-02-18 1 1", "2026-02-18 1 1"], seen);
    }

    [Theory, BothDatabases]
    public async Task The_nearest_manager_is_told_once_of_whom_a_week_overdue(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var site = await hub.Site("A");
        var kitchen = await hub.Department(site, "KITCHEN");
        var (cook, clerk, elsewhere) = (await hub.PersonAt(site, "E1", kitchen), await hub.PersonAt(site, "E2"), await hub.Person("E3"));
        var (chef, head, director) = (await hub.PersonAt(site, "M1", kitchen), await hub.PersonAt(site, "M2"), await hub.Person("M3"));
        await hub.Grant(chef, Roles.Manager, site, kitchen);
        await hub.Grant(head, Roles.Manager, site, null);
        await hub.Grant(director, Roles.Manager, null, null);
        await hub.Execute("update people_person set email = employee_number || '@test.example'");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: "quiz: SLUG", assign: null, title: "Grooming"));
        await hub.Programme("greetings", CertificationSteps.Yaml("greetings", "active: 12m, window: 2m, basis: expiry, escalate: 0d", requires: "quiz: SLUG", assign: null));
        foreach (var person in (long[])[cook, clerk, elsewhere])
            foreach (var program in (string[])["grooming", "greetings"]) await hub.Assigns(person, program, due: "2026-01-09");
        foreach (var day in (string[])["2026-01-15", "2026-01-16", "2026-01-17", "2026-01-18"])
        {
            hub.Now(day, "07:00");
            await hub.RunsJobs();
            await hub.RunJob("work.general");
            hub.Now(day, "09:00");
            await hub.RunJob("notifications.gather");
        }
        Assert.Equal(["M1 E1", "M2 E2", "M3 E3"], await hub.Rows<string>(
            "select r.employee_number || ' ' || p.employee_number from notifications_item i join people_person r on r.id = i.person_id join certification_period d on d.id = i.period_id join people_person p on p.id = d.person_id where i.step = 'escalated' and i.notice_id is not null order by 1"));
        Assert.Equal("sent", (await hub.RunJob("work.mail")).Outcome == "ok" ? await hub.Scalar<string>("select state from notifications_notice where kind = 'escalated' order by id limit 1") : "");
        var mails = EmlFile.All(hub).FindAll(m => m.Subject == "Training in your team is long overdue");
        Assert.Equal(3, mails.Count);
        Assert.All(mails, m => Assert.Contains("Grooming was due on 9 January 2026", m.Text, StringComparison.Ordinal));
    }
}
