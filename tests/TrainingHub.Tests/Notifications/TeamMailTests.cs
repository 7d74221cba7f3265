using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.Notifications;
using TrainingHub.Modules.Notifications.Reminders;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Notifications;

/// <summary>What managers are told of people who are long overdue: of whom they may see when the mail goes out, whether they want reminders or not.</summary>
public sealed class TeamMailTests
{
    private static async Task<(TestHub Hub, long Cook, long Clerk, long There)> Start(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var (here, there) = (await hub.Site("A"), await hub.Site("B"));
        var (cook, clerk) = (await hub.PersonAt(here, "E1"), await hub.PersonAt(here, "E2"));
        foreach (var (number, site) in new[] { ("M1", here), ("M2", there) }) await hub.Grant(await hub.PersonAt(site, number), Roles.Manager, site, null);
        await hub.Execute("update people_person set email = lower(employee_number) || '@test.example'");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: "quiz: SLUG", assign: null, title: "Grooming"));
        foreach (var person in (long[])[cook, clerk]) await hub.Assigns(person, "grooming", due: "2026-01-09");
        hub.Now("2026-01-10");
        await hub.RunsJobs();
        hub.Now("2026-01-16", "07:00");
        await hub.RunsJobs();
        await hub.RunJob("work.general");
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from notifications_item where step = 'escalated'"));
        return (hub, cook, clerk, there);
    }

    private static async Task Gathers(TestHub hub, string time, bool sends = true)
    {
        hub.Now("2026-01-16", time);
        Assert.Equal("ok", (await hub.RunJob("notifications.gather")).Outcome);
        if (sends) await hub.RunJob("work.mail");
    }

    private static string To(TestHub hub, string address) => string.Join('\n', EmlFile.All(hub).Where(m => m.Headers["To"].Contains(address, StringComparison.Ordinal)).Select(m => m.Text));

    private static async Task Once(TestHub hub) => Assert.Empty((await hub.In(s => s.GetServices<IInvariant>().OfType<NoticeOnce>().Single().Check(default))).Broken);

    private static Task<List<string>> Line(TestHub hub, long person) => hub.As(person, async s =>
    {
        s.GetRequiredService<Localizer>().Use(Languages.English);
        return (await s.GetRequiredService<TimelineWords>().Say(await s.GetRequiredService<ReadTimeline>().Handle(person, null, 0, 100, default), default)).ConvertAll(l => l.Text);
    });

    [Theory, BothDatabases]
    public async Task Who_has_left_a_managers_site_is_not_named_to_that_manager_but_to_the_one_there(TestDatabase database)
    {
        foreach (var isGathered in (bool[])[false, true])
        {
            var (hub, cook, clerk, there) = await Start(database);
            await using var _ = hub;
            if (isGathered) await Gathers(hub, "08:10", sends: false);
            await CertificationSteps.Moves(hub, cook, there);
            await Gathers(hub, "08:20");
            await Gathers(hub, "08:40");
            Assert.Contains("人员 E2: Grooming was due on 9 January 2026", To(hub, "m1@"), StringComparison.Ordinal);
            Assert.DoesNotContain("E1", To(hub, "m1@"), StringComparison.Ordinal);
            Assert.Contains("人员 E1: Grooming was due on 9 January 2026", To(hub, "m2@"), StringComparison.Ordinal);
            Assert.DoesNotContain("E2", To(hub, "m2@"), StringComparison.Ordinal);
            await Once(hub);
        }
    }

    [Theory, BothDatabases]
    public async Task A_manager_who_wants_no_reminders_is_told_of_the_team_and_reminded_of_nothing(TestDatabase database)
    {
        var (hub, _, _, _) = await Start(database);
        await using var __ = hub;
        var manager = await hub.Scalar<long>("select id from people_person where employee_number = 'M1'");
        await hub.Execute("insert into notifications_item(person_id, gathering, step, on_day, period_id, created_at) select @manager, 'reminder', 'overdue', on_day, period_id, created_at from notifications_item where step = 'overdue' limit 1", new { manager });
        await hub.In(async s =>
        {
            await s.GetRequiredService<ReminderChoice>().Handle(manager, on: false, default);
            return 0;
        });
        await Gathers(hub, "08:20");
        var mail = Assert.Single(EmlFile.All(hub), m => m.Headers["To"].Contains("m1@", StringComparison.Ordinal));
        Assert.Equal("Training in your team is long overdue", mail.Subject);
        Assert.Contains("人员 E1: Grooming was due on", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("- Grooming", mail.Text, StringComparison.Ordinal);
        Assert.False(mail.Headers.ContainsKey("List-Unsubscribe"));
        Assert.Equal("sent", await hub.Scalar<string>("select state from notifications_notice where person_id = @manager", new { manager }));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from notifications_item where person_id = @manager and settled_at is null", new { manager }));
    }

    [Theory, BothDatabases]
    public async Task Two_who_are_equally_near_are_both_told(TestDatabase database)
    {
        var (hub, cook, _, there) = await Start(database);
        await using var _ = hub;
        await hub.Grant(await hub.PersonAt(there, "M3"), Roles.Manager, there, null);
        await hub.Execute("update people_person set email = 'm3@test.example' where employee_number = 'M3'");
        await CertificationSteps.Moves(hub, cook, there);
        await Gathers(hub, "08:20");
        await Gathers(hub, "08:40");
        foreach (var address in (string[])["m2@", "m3@"]) Assert.Contains("E1: Grooming", To(hub, address), StringComparison.Ordinal);
        await Once(hub);
    }

    [Theory, BothDatabases]
    public async Task The_time_line_says_whether_a_manager_was_told(TestDatabase database)
    {
        var (hub, cook, _, _) = await Start(database);
        await using var _ = hub;
        Assert.Contains("That period 1 is overdue is about to be told to a manager", await Line(hub, cook));
        await Gathers(hub, "08:20");
        Assert.Contains("That period 1 is overdue was told to a manager", await Line(hub, cook));

        var alone = await hub.Person("E9"); // above both sites is nobody
        await hub.Assigns(alone, "grooming", due: "2026-01-20");
        foreach (var day in (string[])["2026-01-21", "2026-01-27"])
        {
            hub.Now(day, "07:00");
            await hub.RunsJobs();
            await hub.RunJob("work.general");
            hub.Now(day, "09:00");
            await hub.RunJob("notifications.gather");
            await hub.RunJob("work.mail");
        }
        var lines = await Line(hub, alone);
        Assert.Contains("Period 1 is long overdue; no manager was told", lines);
        Assert.DoesNotContain(lines, l => l.Contains("was told to a manager", StringComparison.Ordinal));
    }
}
