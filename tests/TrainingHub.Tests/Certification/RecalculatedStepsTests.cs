using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

/// <summary>What becomes due of periods whose policy was recalculated, and what people are told of it.</summary>
public sealed class RecalculatedStepsTests
{
    private static readonly PolicyText Now = new("12m", "2m", "completion", null, "14d", GraceCounts: true);

    /// <summary>E1 is certified until 7 January 2027, E2 has let it lapse in the beginning, M1 is responsible for both.</summary>
    private static async Task<(TestHub Hub, long Held, long Open)> Start(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var manager = await hub.Person("M1");
        await hub.Grant(manager, Roles.Manager, null, null);
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", "active: 12m, window: 2m, basis: completion, grace: 14d", requires: "quiz: SLUG", assign: null, title: "Grooming"));
        var (held, open) = (await hub.Person("E1"), await hub.Person("E2"));
        foreach (var person in (long[])[held, open]) await hub.Assigns(person, "grooming", due: "2026-01-12");
        hub.Now("2026-01-07");
        await hub.Passes(held, "grooming");
        return (hub, held, open);
    }

    private static async Task<List<string>> Told(TestHub hub, long period) => [.. (await hub.Rows<string>("select payload from platform_event where kind = 'StepsDue' order by id"))
        .Select(t => JsonDocument.Parse(t).RootElement).Where(e => e.GetProperty("periods").EnumerateArray().Any(p => p.GetInt64() == period)).Select(e => $"{e.GetProperty("step")} {e.GetProperty("on")}")];

    private static async Task Morning(TestHub hub, string day)
    {
        hub.Now(day, "07:00");
        await hub.RunsJobs();
        await hub.RunJob("work.general");
        hub.Now(day, "09:00");
        Assert.Equal("ok", (await hub.RunJob("notifications.gather")).Outcome);
        Assert.Equal("ok", (await hub.RunJob("work.mail")).Outcome);
    }

    private static async Task FitsTogether(TestHub hub) => Assert.Empty((await hub.In(s => s.GetRequiredService<CheckChains>().Handle(new ChainSelection(), 100, null, default))).Problems.Select(p => $"{p.Problem.Found} {p.Problem.Expected}"));

    [Theory, BothDatabases]
    public async Task What_a_manager_is_to_be_told_is_told_also_where_the_dates_move_before(TestDatabase database)
    {
        var (hub, held, _) = await Start(database);
        await using var __ = hub;
        hub.Now("2027-01-09");
        await hub.RunsJobs();
        var period = (await hub.Periods(held))[0].Id;
        Assert.Equal(["not-renewed 2027-01-14", "grace-ended 2027-01-22"], await hub.Steps(period, isDone: false));
        await hub.Recalculates("grooming", Now with { Grace = "30d" });
        Assert.Equal(["not-renewed 2027-01-14", "grace-ended 2027-02-07"], await hub.Steps(period, isDone: false));
        await FitsTogether(hub);
        await Morning(hub, "2027-01-15");
        await Morning(hub, "2027-02-08");
        Assert.Equal(["expired 2027-01-08", "not-renewed 2027-01-14", "grace-ended 2027-02-07"], (await Told(hub, period)).SkipWhile(t => !t.StartsWith("expired", StringComparison.Ordinal)));
    }

    [Theory, BothDatabases]
    public async Task Who_is_valid_again_hears_of_the_second_expiry_and_so_does_the_manager(TestDatabase database)
    {
        var (hub, held, _) = await Start(database);
        await using var __ = hub;
        hub.Now("2026-11-10");
        await hub.RunsJobs();
        await Morning(hub, "2027-01-08");
        await Morning(hub, "2027-01-14");
        await hub.Recalculates("grooming", Now with { Active = "18m" }); // until 7 July
        var period = (await hub.Periods(held))[0].Id;
        Assert.Equal(["expiring 2027-06-23", "expired 2027-07-08", "grace-ended 2027-07-22"], await hub.Steps(period, isDone: false));
        foreach (var day in (string[])["2027-01-22", "2027-06-23", "2027-07-08", "2027-07-14"]) await Morning(hub, day);
        Assert.Equal(["expired 2027-01-08", "not-renewed 2027-01-14", "expiring 2027-06-23", "expired 2027-07-08", "not-renewed 2027-07-14"], await Told(hub, period));
        var mails = EmlFile.All(hub);
        foreach (var day in (string[])["7 January 2027", "7 July 2027"])
        {
            Assert.Single(mails, m => m.Headers["To"].Contains("e1@", StringComparison.Ordinal) && m.Text.Contains($"Grooming: was valid until {day}", StringComparison.Ordinal));
            Assert.Single(mails, m => m.Headers["To"].Contains("m1@", StringComparison.Ordinal) && m.Text.Contains($"测试 E1: Grooming was valid until {day}", StringComparison.Ordinal));
        }
        await FitsTogether(hub);
    }

    [Theory, BothDatabases]
    public async Task Another_time_until_a_manager_is_told_reaches_what_is_noted_already(TestDatabase database)
    {
        var (hub, held, open) = await Start(database);
        await using var __ = hub;
        hub.Now("2026-01-13");
        await hub.RunsJobs();
        var (first, certified) = ((await hub.Periods(open))[0].Id, (await hub.Periods(held))[0].Id);
        Assert.Equal(["escalated 2026-01-19"], await hub.Steps(first, isDone: false));
        await hub.Recalculates("grooming", Now with { Escalate = "3d" });
        Assert.Equal(["escalated 2026-01-15"], await hub.Steps(first, isDone: false));
        await FitsTogether(hub);
        await Morning(hub, "2026-01-15");
        await hub.Recalculates("grooming", Now with { Escalate = "30d" }); // of one lateness nobody is told twice
        await Morning(hub, "2026-02-20");
        Assert.Equal(["overdue 2026-01-13", "escalated 2026-01-15"], await Told(hub, first));
        hub.Now("2027-01-08");
        await hub.RunsJobs();
        Assert.Contains("not-renewed 2027-02-06", await hub.Steps(certified, isDone: false));
        await hub.Recalculates("grooming", Now with { Escalate = "0d" });
        Assert.Equal(["grace-ended 2027-01-22"], await hub.Steps(certified, isDone: false));
        await FitsTogether(hub);
    }

    [Theory, BothDatabases]
    public async Task A_step_that_a_manager_should_hear_of_and_nobody_would_find_is_found_by_the_check(TestDatabase database)
    {
        var (hub, held, _) = await Start(database);
        await using var __ = hub;
        hub.Now("2027-01-09");
        await hub.RunsJobs();
        await FitsTogether(hub);
        await hub.Execute("delete from certification_due where step = 'not-renewed'");
        var found = Assert.Single((await hub.In(s => s.GetRequiredService<CheckChains>().Handle(new ChainSelection(), 100, null, default))).Problems);
        Assert.Equal(("step-missing", held), (found.Problem.Kind, found.PersonId));
        Assert.Contains("not-renewed on 2027-01-14", found.Problem.Expected.ToString(), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task A_mail_says_nothing_that_is_no_longer_true_when_it_goes_out(TestDatabase database)
    {
        var (hub, held, _) = await Start(database);
        await using var __ = hub;
        hub.Now("2027-01-08", "07:00");
        await hub.RunsJobs();
        await hub.RunJob("work.general");
        hub.Now("2027-01-08", "09:00");
        await hub.RunJob("notifications.gather");
        Assert.Equal("waiting", await hub.Scalar<string>("select state from notifications_notice where kind = 'expired' and person_id = @held", new { held }));
        await hub.Recalculates("grooming", Now with { Active = "18m" });
        await hub.RunJob("work.mail");
        Assert.Equal("dropped", await hub.Scalar<string>("select state from notifications_notice where kind = 'expired' and person_id = @held", new { held }));
        Assert.DoesNotContain(EmlFile.All(hub), m => m.Text.Contains("was valid until", StringComparison.Ordinal));
        // Also what was noted, and not gathered yet.
        await hub.Execute("update notifications_item set settled_at = null, notice_id = null where step = 'expired'");
        hub.Now("2027-01-09", "09:00");
        await hub.RunJob("notifications.gather");
        await hub.RunJob("work.mail");
        Assert.DoesNotContain(EmlFile.All(hub), m => m.Text.Contains("was valid until", StringComparison.Ordinal));
    }

    [Theory, BothDatabases]
    public async Task What_was_noted_before_the_update_is_noted_after_it_in_the_same_order(TestDatabase database)
    {
        var (hub, _, _) = await Start(database);
        await using var __ = hub;
        await Morning(hub, "2026-01-13");
        Task<List<string>> Steps() => hub.Rows<string>("select period_id || ' ' || step || ' ' || cast(due_on as text) || ' ' || coalesce(cast(done_at as text), '-') from certification_due order by id");
        Task<List<string>> Items() => hub.Rows<string>("select person_id || ' ' || gathering || ' ' || step || ' ' || period_id || ' ' || cast(created_at as text) || ' ' || coalesce(cast(notice_id as text), '-') from notifications_item order by id");
        var (steps, items) = (await Steps(), await Items());
        Assert.True(steps.Count > 4 && items.Count > 1);
        await hub.Execute("delete from platform_migration where name like '%_steps_again.sql' or name like '%_items_again.sql'");
        Assert.Equal(2, (await hub.Services.GetRequiredService<Migrator>().Run(default)).Count);
        Assert.Equal(steps, await Steps());
        Assert.Equal(items, await Items());
        await Morning(hub, "2026-01-19"); // and goes on
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from notifications_item where step = 'escalated' and notice_id is not null"));
    }
}
