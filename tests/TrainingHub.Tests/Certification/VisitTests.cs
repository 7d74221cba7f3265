using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Staff;
using TrainingHub.Modules.People;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>What rules ask follows from what happened, not from when a job came to it.</summary>
public sealed class VisitTests
{
    private static Task<int> Moved(TestHub hub, long person, long site) => hub.In(async s =>
    {
        var today = DateOnly.FromDateTime(hub.Clock.GetUtcNow().AddHours(8).DateTime);
        Assert.Null(await s.GetRequiredService<MovePerson>().Handle(person, new Placement(site, null, null), today, default));
        return 0;
    });

    internal static Task<List<string>> History(TestHub hub) => hub.Rows<string>(
        """
        select p.employee_number || ' ' || g.slug || ' period ' || d.number || ' ' || d.assigned_on || ' due ' || coalesce(cast(d.due_on as text), '') || ' ' || coalesce(cast(d.completed_on as text), '') || ' ' || coalesce(cast(d.ended_on as text), '') || ' ' || coalesce(d.end_reason, '')
        from certification_period d join people_person p on p.id = d.person_id join certification_program g on g.id = d.program_id
        union all
        select p.employee_number || ' ' || g.slug || ' ' || n.kind || ' ' || coalesce(u.slug, '') || ' ' || coalesce(cast(v.number as text), '') || ' due ' || coalesce(cast(n.due_on as text), '') || ' ' || n.from_on || ' ' || coalesce(cast(n.ended_on as text), '')
        from certification_reason n join certification_requirement q on q.id = n.requirement_id join people_person p on p.id = q.person_id join certification_program g on g.id = q.program_id
        left join certification_rule u on u.id = n.rule_id left join certification_rule_version v on v.id = n.rule_version_id
        order by 1
        """);

    [Theory, BothDatabases]
    public async Task A_due_date_counts_from_joining_however_late_the_job_runs(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        hub.Now("2026-01-20");
        await hub.RunsJobs();
        var period = Assert.Single(await hub.Periods(person));
        Assert.Equal((Day("2026-01-05"), Day("2026-01-12")), (period.AssignedOn, period.DueOn!.Value));
        Assert.Equal("overdue", await hub.Status(person));
        Assert.Equal(Day("2026-01-05"), await hub.Scalar<DateOnly>("select from_on from certification_reason"));
    }

    [Theory, BothDatabases]
    public async Task Who_moved_in_and_out_while_the_jobs_were_down_has_the_same_history(TestDatabase database)
    {
        var seen = new List<List<string>>();
        foreach (var isLate in (bool[])[false, true])
        {
            await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
            var (home, away) = (await hub.Site("BJ1", "Beijing"), await hub.Site("SH1", "Shanghai"));
            await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { sites: [SH1] }, dueIn: 7d"));
            var person = await hub.PersonAt(home, "E1");
            await hub.RunsJobs();
            foreach (var (day, site) in new[] { ("2026-01-12", away), ("2026-01-14", home), ("2026-01-15", away) })
            {
                hub.Now(day);
                await Moved(hub, person, site);
                if (!isLate) await hub.RunsJobs();
            }
            hub.Now("2026-01-16");
            Assert.Null(await hub.In(s => s.GetRequiredService<LeavePerson>().Handle(person, Day("2026-01-18"), default)));
            if (!isLate) await hub.RunsJobs();
            hub.Now("2026-01-25");
            await hub.RunsJobs();
            seen.Add(await History(hub));
        }
        Assert.Contains(seen[0], s => s.Contains("period 1 2026-01-12 due 2026-01-19  2026-01-14 unassigned", StringComparison.Ordinal));
        Assert.Contains(seen[0], s => s.Contains("period 2 2026-01-15 due 2026-01-22  2026-01-19 unassigned", StringComparison.Ordinal));
        Assert.Equal(seen[0], seen[1]);
    }

    [Theory, BothDatabases]
    public async Task A_late_evaluation_counts_the_quiz_passed_since_joining(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: "quiz: SLUG"));
        hub.Now("2026-01-06", "08:00");
        await hub.Tell(new TrainingHub.Modules.Quizzes.Contracts.AttemptGraded(900_001, 1, 1, "grooming", 9000, 10000, true, hub.Clock.GetUtcNow())); // of nobody yet
        hub.Now("2026-01-06", "09:00");
        var person = await hub.Person("E1");
        await hub.Passes(person, "grooming", hub.Clock.GetUtcNow().AddMinutes(-1)); // before the first day's first minute: counts for nothing
        hub.Now("2026-01-06", "09:03");
        Assert.True(Assert.Single(await hub.Periods(person)).IsOpen);
        await hub.Passes(person, "grooming");
        Assert.Equal("certified", await hub.Status(person));
        await hub.RunsJobs();
        Assert.Single(await hub.Periods(person));
    }

    [Theory, BothDatabases]
    public async Task A_renewal_window_that_opened_while_the_jobs_were_down_was_open_when_the_person_left(TestDatabase database)
    {
        var seen = new List<List<string>>();
        foreach (var isLate in (bool[])[false, true])
        {
            await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
            await hub.Programme("grooming", CertificationSteps.Yaml("grooming", policy: "active: 2m, window: 15d, basis: completion", requires: "quiz: SLUG"));
            var person = await hub.Person("E1");
            await hub.RunsJobs();
            await hub.Passes(person, "grooming"); // expires on 5 March, the window opens on 18 February
            foreach (var day in new[] { "2026-02-18", "2026-02-20" })
            {
                hub.Now(day);
                if (!isLate) await hub.RunsJobs();
            }
            Assert.Null(await hub.In(s => s.GetRequiredService<LeavePerson>().Handle(person, Day("2026-02-21"), default)));
            hub.Now("2026-03-01");
            foreach (var job in (string[])["certification.lifecycle", "certification.renewal-windows", "certification.visits"]) Assert.Equal("ok", (await hub.RunJob(job)).Outcome);
            seen.Add(await History(hub));
        }
        Assert.Contains(seen[0], s => s.Contains("period 2 2026-02-18", StringComparison.Ordinal) && s.EndsWith("2026-02-22 unassigned", StringComparison.Ordinal));
        Assert.Equal(seen[0], seen[1]);
    }

    [Theory, BothDatabases]
    public async Task What_a_rule_said_when_it_caught_somebody_stays_known(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: {}, dueIn: 7d"));
        var early = await hub.Person("E1");
        await hub.RunsJobs();
        hub.Now("2026-01-08");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { hiredWithin: 30d }, dueIn: 3d"));
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { hiredWithin: 30d }, dueIn: 3d")); // the same again
        await hub.Person("E2");
        await hub.RunsJobs();
        Assert.Equal(
            ["E1 1 7d 2026-01-12", "E2 2 3d 2026-01-11"],
            await hub.Rows<string>(
                """
                select p.employee_number || ' ' || v.number || ' ' || v.due_in || ' ' || n.due_on from certification_reason n join certification_requirement q on q.id = n.requirement_id
                join people_person p on p.id = q.person_id join certification_rule_version v on v.id = n.rule_version_id order by 1
                """));
        Assert.Equal(Day("2026-01-12"), Assert.Single(await hub.Periods(early)).DueOn);
    }

    [Theory, BothDatabases]
    public async Task A_placement_corrected_later_makes_nobody_overdue(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var (home, away) = (await hub.Site("BJ1", "Beijing"), await hub.Site("SH1", "Shanghai"));
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { sites: [SH1] }, dueIn: 7d"));
        var person = await hub.PersonAt(home, "E1");
        hub.Now("2026-01-20");
        Assert.Null(await hub.In(s => s.GetRequiredService<MovePerson>().Handle(person, new Placement(away, null, null), Day("2026-01-05"), default))); // it had been so from the beginning
        hub.Now("2026-01-22");
        await hub.RunsJobs();
        var period = Assert.Single(await hub.Periods(person));
        Assert.Equal((Day("2026-01-20"), Day("2026-01-27")), (period.AssignedOn, period.DueOn!.Value));
    }

    [Theory, BothDatabases]
    public async Task Only_whom_something_concerns_is_looked_at(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var (home, away) = (await hub.Site("BJ1", "Beijing"), await hub.Site("SH1", "Shanghai"));
        for (var i = 0; i < 5; i++) await hub.PersonAt(i < 3 ? home : away, $"E{i}");
        Assert.Equal(5, (await hub.RunJob("certification.visits")).Counts["people evaluated"]);
        await hub.RunsJobs();
        Assert.Empty((await hub.RunJob("certification.visits")).Counts);
        hub.Now("2026-01-05", "13:00");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { sites: [SH1] }, dueIn: 7d"));
        hub.Now("2026-01-06");
        await hub.RunsJobs();
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_person p where p.evaluated_to > (select max(x.evaluated_to) from certification_person x where x.person_id <= 3)"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_visit"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_period"));
    }

    [Theory, BothDatabases]
    public async Task Whoever_was_here_before_the_update_is_looked_at_once(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var (stays, goes) = (await hub.Person("E1"), await hub.Person("E2"));
        await hub.Execute("delete from platform_work");
        await hub.Execute("delete from certification_visit");
        await hub.Execute("update people_person set left_on = '2026-01-07' where id = @goes", new { goes });
        await hub.Execute("insert into certification_visit(person_id, at) select p.id, @at from v_people_person p", new { at = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) }); // as the migration does
        await hub.RunsJobs();
        Assert.True(Assert.Single(await hub.Periods(stays)).IsOpen);
        Assert.True(Assert.Single(await hub.Periods(goes)).IsOpen);
        hub.Now("2026-01-09");
        await hub.RunsJobs();
        Assert.Equal(Day("2026-01-08"), Assert.Single(await hub.Periods(goes)).EndedOn);
        Assert.Equal(0, (await hub.RunJob("certification.evaluate-rules")).Counts["people who differed"]);
    }
}
