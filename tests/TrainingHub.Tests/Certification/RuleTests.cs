using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

public sealed class RuleTests
{
    [Theory, BothDatabases]
    public async Task Two_rules_of_one_programme_make_one_requirement_that_ends_with_the_last_of_them(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var away = await hub.Site("SH1", "Shanghai");
        var other = await hub.Site("BJ1", "Beijing");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { sites: [SH1] }, dueIn: 7d }, { audience: { sites: [SH1, BJ1] }, dueIn: 3d"));
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        Assert.Empty(await hub.Holds(person));

        await hub.Moves(person, away);
        await hub.RunsJobs();
        Assert.Equal(Day("2026-01-08"), Assert.Single(await hub.Periods(person)).DueOn); // the earliest counts
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_reason where ended_at is null"));

        await hub.Moves(person, other); // one of the two still holds
        await hub.RunsJobs();
        Assert.True(Assert.Single(await hub.Periods(person)).IsOpen);

        await hub.Moves(person, await hub.Scalar<long>("select id from people_site where code = 'HUB'"));
        await hub.RunsJobs();
        Assert.Equal("unassigned", Assert.Single(await hub.Periods(person)).EndReason);
        Assert.Empty(await hub.Holds(person));
    }

    [Theory, BothDatabases]
    public async Task Who_leaves_keeps_what_was_earned_and_finds_it_again_when_hired_again(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        await hub.Programme("greetings");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming");
        await hub.Reads(person, "greetings");

        await hub.Leaves(person, "2026-01-10");
        await hub.RunsJobs();
        Assert.Equal(2, (await hub.Holds(person)).Count); // the last day has not passed
        hub.Now("2026-01-11");
        await hub.RunsJobs();
        var kept = Assert.Single(await hub.Holds(person));
        Assert.Equal(("grooming", "certified"), (kept.Slug, kept.Status));
        hub.Now("2026-12-01");
        await hub.RunsJobs();
        Assert.Equal("certified", await hub.Status(person)); // nobody asks for a renewal

        await hub.Leaves(person, null);
        await hub.RunsJobs();
        var again = (await hub.Holds(person)).ToDictionary(p => p.Slug);
        Assert.Equal(("due-for-renewal", Day("2027-01-12")), (again["grooming"].Status, again["grooming"].DueOn!.Value));
        Assert.Equal(("assigned", Day("2026-12-08")), (again["greetings"].Status, again["greetings"].DueOn!.Value));
        Assert.Equal(["quiz:greetings"], again["greetings"].Missing); // what was begun is not lost
    }

    [Theory, BothDatabases]
    public async Task An_old_hand_is_not_overdue_at_once_and_hired_within_lets_nobody_off(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: {}, dueIn: 1m"));
        await hub.Programme("greetings", CertificationSteps.Yaml("greetings", assign: "audience: { hiredWithin: 30d }, dueIn: 7d"));
        var fresh = await hub.Person("E2");
        hub.Now("2026-01-31");
        var old = await hub.OldHand("E1", "2015-03-01");
        await hub.RunsJobs();
        var one = Assert.Single(await hub.Holds(old));
        Assert.Equal(("grooming", Day("2026-02-28")), (one.Slug, one.DueOn!.Value));
        Assert.Equal(2, (await hub.Holds(fresh)).Count);
        hub.Now("2026-03-20");
        await hub.RunsJobs();
        Assert.Equal(["overdue", "overdue"], (await hub.Holds(fresh)).Select(p => p.Status));
    }

    [Theory, BothDatabases]
    public async Task The_job_and_the_evaluation_of_each_person_come_to_the_same(TestDatabase database)
    {
        await using var swept = await CertificationSteps.StartAt(database, "2026-01-05");
        await using var single = await CertificationSteps.StartAt(database, "2026-01-05");
        var seen = new List<List<string>>();
        foreach (var hub in (TestHub[])[swept, single])
        {
            var site = await hub.Site("SH1", "Shanghai");
            await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { sites: [SH1] }, dueIn: 7d"));
            await hub.Programme("greetings", CertificationSteps.Yaml("greetings", assign: "audience: { hiredWithin: 10d }, dueIn: 7d"));
            var people = new List<long>();
            for (var i = 0; i < 12; i++) people.Add(await hub.Person($"E{i}"));
            async Task Evaluate()
            {
                if (hub == swept) Assert.Equal("ok", (await hub.RunJob("certification.evaluate-rules")).Outcome);
                else foreach (var person in people) await hub.EvaluatesRules(person);
            }
            await Evaluate();
            foreach (var person in people.Take(8)) await hub.Execute("update people_person set site_id = @site where id = @person", new { site, person });
            await Evaluate();
            foreach (var person in people.Skip(4).Take(6)) await hub.Execute("update people_person set site_id = (select min(id) from people_site), hired_on = '2020-01-01' where id = @person", new { person });
            await hub.Execute("update people_person set left_on = '2026-01-06' where id = @person", new { person = people[0] });
            hub.Now("2026-01-09");
            await Evaluate();
            if (hub == swept) Assert.Equal(0, (await hub.RunJob("certification.evaluate-rules")).Counts["people who differed"]);
            seen.Add(await hub.Rows<string>(
                """
                select p.employee_number || ' ' || g.slug || ' ' || d.number || ' ' || d.assigned_on || ' ' || d.due_on || ' ' || coalesce(d.end_reason, '') || ' ' || (select count(*) from certification_reason n where n.requirement_id = d.requirement_id and n.ended_at is null)
                from certification_period d join people_person p on p.id = d.person_id join certification_program g on g.id = d.program_id order by 1
                """));
        }
        Assert.NotEmpty(seen[0]);
        Assert.Equal(seen[0], seen[1]);
    }

    [Theory, BothDatabases]
    public async Task What_a_leaver_owed_ends_with_the_last_day_however_late_the_job_runs(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: {}, dueIn: 7d"));
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Leaves(person, "2026-01-08");
        hub.Now("2026-01-20");
        await hub.RunsJobs();
        Assert.Equal(new DateOnly(2026, 1, 9), (await hub.Periods(person)).Single().EndedOn);
    }

    [Theory, BothDatabases]
    public async Task Who_left_yesterday_is_asked_for_nothing_today_whichever_job_of_the_night_comes_first(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", policy: "active: 12m, window: 2m, basis: expiry, grace: 14d", assign: "audience: {}, dueIn: 7d"));
        var (certified, owing) = (await hub.Person("E1"), await hub.Person("E2"));
        await hub.RunsJobs();
        await hub.Reads(certified, "grooming");
        await hub.Passes(certified, "grooming");
        await hub.RunsJobs();
        var before = (await hub.Told()).Count;
        await hub.Leaves(owing, "2026-01-12"); // overdue on the 13th
        var windowOpens = (await hub.Periods(certified)).Single().WindowOpensOn!.Value;
        async Task Night(DateOnly day)
        {
            hub.Now($"{day:yyyy-MM-dd}", "00:30");
            foreach (var job in (string[])["certification.renewal-windows", "certification.lifecycle", "certification.visits", "certification.renewal-windows", "certification.lifecycle"])
                Assert.Equal("ok", (await hub.RunJob(job)).Outcome);
        }
        await Night(new DateOnly(2026, 1, 13));
        Assert.Equal(new DateOnly(2026, 1, 13), (await hub.Periods(owing)).Single().EndedOn);
        Assert.DoesNotContain(await hub.Told(), told => told.Contains("overdue", StringComparison.Ordinal));

        await hub.Leaves(certified, $"{windowOpens.AddDays(-1):yyyy-MM-dd}");
        await Night(windowOpens);
        Assert.Single(await hub.Periods(certified));

        // Put right, and back in time for the window: asked for again.
        await hub.Leaves(certified, null);
        await hub.RunsJobs();
        Assert.Equal(2, (await hub.Periods(certified)).Count);
        Assert.True((await hub.Told()).Count > before);
    }

    [Theory, BothDatabases]
    public async Task A_waiver_outlasts_rules_and_is_taken_back_by_assigning_by_hand(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        Assert.Null(await hub.Excuses(person, "grooming"));
        Assert.Equal("waived", await hub.Status(person));
        hub.Now("2026-03-01");
        await hub.RunsJobs();
        Assert.Equal("waived", await hub.Status(person));
        await hub.Assigns(person, "grooming", due: "2026-03-10");
        Assert.Equal("assigned", await hub.Status(person));
        await hub.Assigns(person, "grooming", due: "2026-03-05"); // repeated: harmless
        Assert.Equal(2, (await hub.Periods(person)).Count);
    }

    [Theory, BothDatabases]
    public async Task A_waiver_of_what_was_assigned_by_hand_is_taken_back_by_assigning_again(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming");
        await hub.Assigns(person, "grooming", due: "2026-02-01"); // sooner than never
        Assert.Equal(Day("2026-02-01"), Assert.Single(await hub.Periods(person)).DueOn);
        Assert.Null(await hub.Excuses(person, "grooming"));
        await hub.Assigns(person, "grooming", due: "2026-03-01");
        Assert.Equal("assigned", await hub.Status(person));
        Assert.Equal(Day("2026-02-01"), (await hub.Periods(person))[1].DueOn);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_reason"));
    }

    [Theory, BothDatabases]
    public async Task A_waived_renewal_is_asked_for_again_by_assigning_by_hand(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming");
        hub.Now("2026-12-01");
        await hub.RunsJobs();
        Assert.Null(await hub.Excuses(person, "grooming"));
        hub.Now("2027-03-01");
        await hub.RunsJobs();
        Assert.Equal("waived", await hub.Status(person));
        await hub.Assigns(person, "grooming", due: "2027-03-15");
        Assert.Equal("expired", await hub.Status(person));
        await hub.Passes(person, "grooming");
        Assert.Equal("certified", await hub.Status(person));
        Assert.Equal(Day("2028-03-01"), (await hub.Periods(person))[2].ExpiresOn);
    }

    [Theory, BothDatabases]
    public async Task Whom_a_rule_cannot_be_applied_to_holds_up_nobody_else(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var site = await hub.Site("BAD", "A site nobody can tell the day of");
        var (broken, sound) = (await hub.Person("E1"), await hub.Person("E2"));
        await hub.Moves(broken, site);
        await hub.Execute("update people_site set time_zone = 'No/Where' where id = @site", new { site });
        var run = await hub.RunJob("certification.visits");
        Assert.Equal("failed", run.Outcome);
        Assert.Contains("1 could not be done; the others were.", run.Error, StringComparison.Ordinal);
        Assert.Single(await hub.Periods(sound));
        Assert.Empty(await hub.Periods(broken));

        await hub.Execute("update people_site set time_zone = null where id = @site", new { site });
        await hub.RunsJobs();
        await hub.Execute("update people_site set time_zone = 'No/Where' where id = @site", new { site });
        hub.Now("2026-01-13");
        Assert.Equal("failed", (await hub.RunJob("certification.lifecycle")).Outcome);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_due u join certification_period d on d.id = u.period_id where d.person_id = @sound and u.step = 'overdue' and u.done_at is not null", new { sound }));
    }

    [Theory, BothDatabases]
    public async Task A_second_reason_may_bring_the_due_date_forward_but_never_back(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: {}, dueIn: 14d"));
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Assigns(person, "grooming", due: "2026-01-09");
        Assert.Equal(Day("2026-01-09"), Assert.Single(await hub.Periods(person)).DueOn);
        await hub.Assigns(person, "grooming", due: "2026-02-01", kind: "self");
        Assert.Equal(Day("2026-01-09"), Assert.Single(await hub.Periods(person)).DueOn);
        hub.Now("2026-01-10");
        await hub.RunsJobs();
        Assert.Equal("overdue", await hub.Status(person));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'StepsDue'"));
    }

    [Theory, BothDatabases]
    public async Task Days_are_counted_where_the_person_works(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var here = await hub.Person("E1");
        var there = await hub.Person("E2");
        await hub.Moves(there, await hub.Site("LA1", "Los Angeles", "America/Los_Angeles"));
        hub.Now("2026-01-05", "18:00"); // the 5th in Los Angeles too
        await hub.RunsJobs();
        hub.Now("2026-01-13", "09:00"); // still the 12th in Los Angeles
        await hub.RunsJobs();
        Assert.Equal("overdue", await hub.Status(here));
        Assert.Equal("assigned", await hub.Status(there));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'StepsDue' and payload like '%overdue%'"));
        hub.Now("2026-01-13", "17:00");
        await hub.RunsJobs();
        Assert.Equal("overdue", await hub.Status(there));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from platform_event where kind = 'StepsDue' and payload like '%overdue%'"));
    }
}
