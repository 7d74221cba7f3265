using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Assigning.Together;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

/// <summary>The rules of many people are worked out in few transactions, and come out as if each had been looked at alone.</summary>
public sealed class TogetherTests
{
    private const int Many = 45;

    private const string ByQuiz = "quiz: SLUG";

    /// <summary>Ends the work before or after the n-th commit, as a killed process would.</summary>
    private sealed class Killer : FailPoints
    {
        public int Left { get; set; } = int.MaxValue;

        public override void Pass(FailPoint point)
        {
            if (point is FailPoint.BeforeCommit or FailPoint.AfterCommit && --Left == 0) throw new OperationCanceledException("killed");
        }
    }

    private static async Task<List<long>> Hired(TestHub hub, int many)
    {
        var people = new List<long>();
        for (var i = 0; i < many; i++) people.Add(await hub.Person($"E{i:00}"));
        return people;
    }

    /// <summary>However few they are: those who can be done together, and each of the others alone.</summary>
    internal static Task<int> Together(TestHub hub, IEnumerable<long> people) => hub.In(async s =>
    {
        await s.GetRequiredService<FirstLook>().Handle([.. people.Order()], default);
        for (long[] left = [.. people.Order()]; left.Length > 0;)
        {
            var (done, alone) = await s.GetRequiredService<EvaluateTogether>().Handle(left, default);
            foreach (var person in alone) await s.GetRequiredService<CatchUp>().Handle(person, default);
            left = [.. left.Skip(done).Except(alone)];
        }
        return 0;
    });

    private static Task<long> Told(TestHub hub, string kind) => hub.Scalar<long>("select count(*) from platform_event where kind = @kind", new { kind });

    [Theory, BothDatabases]
    public async Task An_import_of_many_is_worked_out_together_and_everybody_is_told_of_it(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        await hub.Programme("greetings");
        await Hired(hub, Many);
        await hub.RunsJobs();
        Assert.Equal(2 * Many, await hub.Scalar<long>("select count(*) from certification_period where completed_on is null"));
        Assert.Equal(2 * Many, await hub.Scalar<long>("select count(*) from certification_due where step = 'due-soon' and due_on = '2026-01-09'"));
        Assert.Equal(2 * Many, await hub.Scalar<long>("select count(*) from notifications_item where step = 'assigned'"));
        Assert.Equal(0, await Told(hub, "PeriodAssigned"));
        Assert.InRange(await Told(hub, "PeriodsAssigned"), 1, 3);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_visit"));
    }

    [Theory, BothDatabases]
    public async Task A_rule_that_is_made_later_needs_no_note_for_each_of_those_it_concerns(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var people = await Hired(hub, Many);
        await hub.RunsJobs();
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: ByQuiz));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_visit"));
        hub.Now("2026-01-06");
        await hub.Passes(people[3], "grooming"); // is looked at for it, alone and before all others
        Assert.Equal("certified", await hub.Status(people[3]));
        hub.Now("2026-01-07");
        await hub.RunsJobs();
        Assert.Equal(Many, await hub.Scalar<long>("select count(*) from certification_period where assigned_on = '2026-01-05' and due_on = '2026-01-12'"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_rule_version where evaluated_at is null"));
        Assert.Equal(0, (await hub.RunJob("certification.evaluate-rules")).Counts["people who differed"]);
    }

    [Theory, BothDatabases]
    public async Task Killed_at_any_commit_it_goes_on_and_repeats_nothing(TestDatabase database)
    {
        var seen = new List<List<string>>();
        foreach (var isKilled in (bool[])[false, true])
        {
            var killer = new Killer();
            await using var hub = await TestHub.Start(database, services: s => s.Replace(ServiceDescriptor.Singleton<FailPoints>(killer)), settings: "TrainingHub:Hub:TimeZone=Asia/Shanghai");
            hub.Now("2026-01-05");
            await Hired(hub, Many);
            await hub.RunsJobs();
            await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: ByQuiz));
            await hub.Programme("greetings", CertificationSteps.Yaml("greetings", requires: ByQuiz, assign: "audience: { hiredWithin: 20d }, dueIn: 3d"));
            var kills = 0;
            for (var isDone = false; !isDone;)
            {
                // Sooner and sooner: at first it comes nowhere, at last to the end.
                if (isKilled) killer.Left = kills + 1;
                try
                {
                    await hub.In(async s =>
                    {
                        await s.GetRequiredService<VisitsJob>().Run(new JobRun(), default);
                        return 0;
                    });
                    isDone = true;
                }
                catch (OperationCanceledException e) when (e.Message == "killed")
                {
                    kills++;
                }
                killer.Left = int.MaxValue;
            }
            Assert.True(!isKilled || kills >= 3, $"{kills} kills");
            await hub.RunsJobs();
            Assert.Equal(2 * Many, await hub.Scalar<long>("select count(*) from notifications_item"));
            Assert.Equal(2, await Told(hub, "PeriodsAssigned")); // 40 people and the other 5 of the first go
            seen.Add(await VisitTests.History(hub));
        }
        Assert.Equal(4 * Many, seen[0].Count);
        Assert.Equal(seen[0], seen[1]);
    }

    [Fact]
    public async Task Many_together_and_single_deeds_at_once_make_one_requirement_each_and_lose_no_deed()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Postgres, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: ByQuiz));
        await hub.Programme("greetings", CertificationSteps.Yaml("greetings", requires: ByQuiz));
        var all = 0;
        for (var round = 0; round < 6; round++)
        {
            var people = new List<long>();
            for (var i = 0; i < 30; i++) people.Add(await hub.Person($"E{round}-{i}"));
            all += people.Count;
            await CertificationRaceTests.AtOnce(
                () => Together(hub, people),
                () => Together(hub, people),
                () => hub.Assigns(people[3], "grooming"),
                () => hub.Passes(people[5], "greetings"),
                () => hub.EvaluatesRules(people[29]),
                () => hub.As(people[0], s => s.GetRequiredService<AssignMany>().Handle(1, [people[9], people[1], people[28]], null, default)));
            await hub.RunsJobs();
            Assert.Contains(await hub.Holds(people[5]), p => p is { Slug: "greetings", Status: "certified" });
        }
        Assert.Equal(2 * all, await hub.Scalar<long>("select count(*) from certification_requirement"));
        Assert.Equal(2 * all, await hub.Scalar<long>("select count(*) from certification_period where number = 1"));
        Assert.Equal(2 * all, await hub.Scalar<long>("select count(*) from certification_reason where kind = 'rule'"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_period where number > 1"));
        Assert.True(await Told(hub, "PeriodsAssigned") >= 6);
    }

    [Fact]
    public async Task Who_is_looked_at_for_the_first_time_is_no_deadlock_with_who_was_before()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Postgres, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: ByQuiz));
        var people = await Hired(hub, 2);
        await hub.EvaluatesRules(people[0]);
        await hub.In(async s =>
        {
            await using var tx = await s.GetRequiredService<Db>().Begin(default);
            await s.GetRequiredService<LockPeople>().Handle([people[0]], default);
            var together = Task.Run(() => Together(hub, people));
            while (await hub.Scalar<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0) await Task.Delay(10);
            await s.GetRequiredService<CatchUp>().Handle(people[1], default);
            await tx.Commit(default);
            return await together;
        });
        Assert.Equal(people, await hub.Rows<long>("select person_id from certification_period order by person_id"));
    }

    [Theory, BothDatabases]
    public async Task Who_holds_what_is_asked_has_it_at_once(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: ByQuiz, assign: null));
        var people = await Hired(hub, Many);
        await hub.RunsJobs();
        await hub.Assigns(people[7], "grooming");
        await hub.Passes(people[7], "grooming");
        hub.Now("2026-01-06");
        await hub.Programme("greetings", CertificationSteps.Yaml("greetings", requires: "program: grooming"));
        await hub.RunsJobs();
        Assert.Equal(Many, await hub.Scalar<long>("select count(*) from certification_period d join certification_program p on p.id = d.program_id where p.slug = 'greetings'"));
        Assert.Equal(people[7], Assert.Single(await hub.Rows<long>("select d.person_id from certification_period d join certification_program p on p.id = d.program_id where p.slug = 'greetings' and d.completed_on is not null")));
    }

    [Fact]
    public async Task Who_of_many_has_read_it_before_reads_it_again()
    {
        await using var hub = await TestHub.Start(withContent: true, settings: "TrainingHub:Hub:TimeZone=Asia/Shanghai");
        hub.Now("2026-01-05");
        var people = await Hired(hub, Many);
        await hub.RunsJobs();
        await FreshStartTests.Reads(hub, people[7]);
        hub.Now("2026-01-06");
        var program = await hub.Scalar<long>("select id from certification_program where slug = @Course", new { FreshStartTests.Course });
        Assert.Null((await hub.In(s => s.GetRequiredService<CreateRule>().Handle(program, new Audience(), "7d", default))).Problem);
        await hub.RunsJobs();
        Assert.Equal(Many, await hub.Scalar<long>("select count(*) from certification_period where program_id = @program", new { program }));
        Assert.Equal(people[7], Assert.Single(await hub.Rows<long>("select person_id from courses_round where round = 2")));
    }
}
