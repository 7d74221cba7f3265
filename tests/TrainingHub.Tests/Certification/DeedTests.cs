using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>What people did is kept once, and counts wherever and whenever something asks for it.</summary>
public sealed class DeedTests
{
    private static DateTimeOffset At(string day, int hour = 12) => new(Day(day), new TimeOnly(hour, 0), TimeSpan.FromHours(8));

    /// <summary>Two programmes of one course.</summary>
    private static string Two(string requires, string second) =>
        CertificationSteps.Yaml("grooming", assign: null, requires: requires).TrimEnd() + "\n" + CertificationSteps.Yaml("second", assign: null, requires: second).Replace("quiz: second", "quiz: grooming", StringComparison.Ordinal).Split('\n', 2)[1];

    private static Task<int> Records(TestHub hub, params IReadOnlyCollection<Deed> deeds) => hub.In(async s =>
    {
        await s.GetRequiredService<IEvidence>().Record(deeds, default);
        return 0;
    });

    private static Task<List<string>> Evidence(TestHub hub, long person) => hub.Rows<string>(
        "select d.number || ' ' || e.kind || ':' || e.evidence_key || ' ' || e.reference from v_certification_evidence e join certification_period d on d.id = e.period_id where d.person_id = @person order by d.program_id, d.number, e.occurred_at, e.reference", new { person });

    /// <summary>Everything but the numbers of rows: programme, number, dates, end.</summary>
    private static async Task<List<string>> Life(TestHub hub, long person) =>
        [.. (await hub.Periods(person)).OrderBy(p => p.ProgramId).ThenBy(p => p.Number).Select(p => $"{p.ProgramId}/{p.Number}: {p.AssignedOn:O} {p.CompletedOn:O} {p.ExpiresOn:O} {p.EndedOn:O} {p.EndReason}")];

    [Theory, BothDatabases]
    public async Task Deeds_told_together_give_the_same_periods_in_whatever_order_they_are_told(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Two("inOrder: [{ course: SLUG }, { quiz: SLUG }]", "anyOf: [{ quiz: grooming }, { inOrder: [{ quiz: grooming }, { course: grooming }] }]"));
        var deed = from kind in Gen.Elements("course", "quiz") from key in Gen.Elements("grooming", "greetings") from hour in Gen.Choose(0, 6 * 24) select (Kind: kind, Key: key, Hour: hour);
        var n = 0;
        ForAll(
            from count in Gen.Choose(1, 7)
            from deeds in deed.ArrayOf(count)
            from shuffled in Gen.Shuffle(deeds)
            select (Deeds: deeds, Shuffled: shuffled),
            c => Compare(c.Deeds, c.Shuffled).GetAwaiter().GetResult(), 15);

        async Task Compare((string Kind, string Key, int Hour)[] told, (string Kind, string Key, int Hour)[] shuffled)
        {
            hub.Now("2026-01-05");
            long[] people = [await hub.Person($"A{++n}"), await hub.Person($"B{n}"), await hub.Person($"C{n}")];
            foreach (var person in people)
            {
                await hub.Assigns(person, "grooming", "2026-01-20");
                await hub.Assigns(person, "second");
            }
            hub.Now("2026-01-12");
            Deed Of(long person, (string Kind, string Key, int Hour) d) => new(person, d.Kind, d.Key, At("2026-01-05").AddHours(d.Hour), $"{d.Kind}-{d.Key}-{d.Hour}");
            await Records(hub, [.. told.Select(d => Of(people[0], d))]);
            await Records(hub, [.. shuffled.Select(d => Of(people[1], d))]);
            foreach (var one in told.OrderBy(d => d.Hour)) await Records(hub, Of(people[2], one));
            var (life, evidence) = (await Life(hub, people[0]), await Evidence(hub, people[0]));
            Assert.Equal(life, await Life(hub, people[1]));
            Assert.Equal(evidence, await Evidence(hub, people[1]));
            Assert.Equal(life, await Life(hub, people[2]));
        }
    }

    [Theory, BothDatabases]
    public async Task The_earlier_of_two_passes_that_arrive_together_is_the_day_of_completion(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null, requires: "quiz: SLUG"));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming");
        hub.Now("2026-01-15");
        await Records(hub, new Deed(person, "quiz", "grooming", At("2026-01-12"), "attempt:2"), new Deed(person, "quiz", "grooming", At("2026-01-10"), "attempt:1"));
        Assert.Equal(Day("2026-01-10"), Assert.Single(await hub.Periods(person)).CompletedOn);
        Assert.Equal(["1 quiz:grooming attempt:1"], await Evidence(hub, person));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_deed"));
        Assert.Equal(At("2026-01-10").ToUniversalTime(), await hub.Scalar<DateTimeOffset>("select seen_at from certification_deed where reference = 'attempt:1'"));
    }

    [Theory, BothDatabases]
    public async Task What_is_done_for_a_renewal_opens_it_as_of_its_window_where_no_job_has_yet(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("greetings", CertificationSteps.Yaml("greetings", assign: null));
        await hub.Execute("insert into courses_version(course_id, number, state, tree_hash, title_zh, title_en, summary_zh, summary_en, source_language, trades, origin, created_at) select id, 1, 'published', '', '问候', 'Greetings', '', '', 'en', '', 'import', created_at from courses_course where slug = 'greetings'");
        await hub.Execute("update courses_course set current_version_id = (select id from courses_version) where slug = 'greetings'");
        var yaml = CertificationSteps.Yaml("grooming", assign: null);
        await hub.Programme("grooming", yaml);
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming", "2026-01-12");
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming"); // until 12 January 2027; the window opens on 12 November
        hub.Now("2026-11-10");
        await hub.Programme("grooming", yaml.Replace("renewal: { quiz: grooming }", "renewal: { course: greetings }", StringComparison.Ordinal));
        hub.Now("2026-11-11");
        await hub.Reads(person, "greetings"); // before the window
        hub.Now("2026-11-20");
        await hub.Reads(person, "greetings"); // no job has run since the window opened
        hub.Now("2026-12-01");
        // It asks what was asked when its window opened.
        await hub.Programme("grooming", yaml);
        await hub.RunsJobs();
        var periods = await hub.Periods(person);
        Assert.Equal(2, periods.Count);
        Assert.Equal((Day("2026-11-12"), Day("2026-11-20")), (periods[1].AssignedOn, periods[1].CompletedOn));
        Assert.Equal("certified", await hub.Status(person));
    }

    [Theory, BothDatabases]
    public async Task What_completed_a_period_completes_no_other(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null, requires: "quiz: SLUG"));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming");
        await hub.Passes(person, "grooming");
        Assert.Null(await hub.Revokes(Assert.Single(await hub.Periods(person)).Id)); // in the same instant
        Assert.Equal("assigned", await hub.Status(person));
        await hub.Passes(person, "grooming");
        Assert.Equal("certified", await hub.Status(person));
    }

    [Theory, BothDatabases]
    public async Task A_pass_that_is_marked_anew_and_fails_counts_no_more_where_nothing_was_completed(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Two("allOf: [{ course: SLUG }, { quiz: SLUG }]", "quiz: grooming"));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming");
        await hub.Assigns(person, "second");
        var graded = new AttemptGraded(7, person, 1, "grooming", 9000, 10000, true, At("2026-01-05", 13), StartedAt: At("2026-01-05", 13).AddMinutes(-20));
        await hub.Tell(graded);
        await hub.Tell(graded with { Passed = false });
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.Reads(person, "grooming");
        Task<string> Of(string slug) => hub.In(async s => (await s.GetRequiredService<ICertifications>().Of(person, default)).Single(p => p.Slug == slug).Status);
        Assert.Equal("assigned", await Of("grooming"));
        Assert.Equal("certified", await Of("second")); // stands until it is revoked
        await hub.Tell(graded);
        Assert.Equal("certified", await Of("grooming"));
        Assert.Equal(TimeSpan.FromMinutes(20), graded.At - await hub.Scalar<DateTimeOffset>("select seen_at from certification_deed where reference = 'attempt:7'"));
    }

    [Theory, BothDatabases]
    public async Task What_nothing_asks_for_is_kept_and_concerns_nobody(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming");
        await hub.Passes(person, "greetings");
        await hub.Passes(person, "greetings");
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_deed"));
        Assert.Empty(await Evidence(hub, person));
    }

    /// <summary>As the tables were before: evidence of periods, copied from one to the next where somebody was transferred to and fro.</summary>
    [Theory, BothDatabases]
    public async Task A_database_of_before_keeps_all_its_evidence(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming");
        await hub.Execute("update certification_period set ended_on = '2026-01-06', end_reason = 'unassigned', ended_recorded_at = recorded_at");
        await hub.Execute("update certification_reason set ended_at = assigned_at");
        await hub.Assigns(person, "grooming");
        await hub.Execute("drop view v_certification_evidence");
        foreach (var table in new[] { "certification_prior", "certification_evidence", "certification_deed", "certification_leaf" }) await hub.Execute($"drop table {table}");
        await hub.Execute(hub.Services.GetRequiredService<Database>().Dialect.Types(
            """
            create table certification_evidence(id {id}, period_id {long} not null references certification_period(id), kind text not null, evidence_key text not null, reference text not null,
                occurred_at {utc} not null, recorded_at {utc} not null, unique (period_id, kind, evidence_key, reference))
            """));
        await hub.Execute("create view v_certification_evidence as select period_id, kind, evidence_key, reference, occurred_at from certification_evidence");
        await hub.Execute("insert into certification_evidence(period_id, kind, evidence_key, reference, occurred_at, recorded_at) select id, 'course', 'grooming', 'completion:1', (select max(recorded_at) from certification_period), recorded_at from certification_period order by id");
        await hub.Execute("insert into certification_evidence(period_id, kind, evidence_key, reference, occurred_at, recorded_at) select id, 'quiz', 'greetings', 'attempt:4', recorded_at, recorded_at from certification_period order by id limit 1");
        const string columns = "select period_id || ' ' || kind || ' ' || evidence_key || ' ' || reference || ' ' || cast(occurred_at as text) from v_certification_evidence order by period_id, kind";
        var before = await hub.Rows<string>(columns);
        Assert.Equal(3, before.Count);

        await hub.Execute("delete from platform_migration where module = 'certification' and (name like '%_deeds.sql' or name like '%_prior.sql')");
        Assert.Equal(["deeds.sql", "prior.sql"], (await hub.Services.GetRequiredService<Migrator>().Run(default)).Select(m => m[^9..]));
        Assert.Equal(before, await hub.Rows<string>(columns));
        Assert.Equal(["course completion:1", "quiz attempt:4"], await hub.Rows<string>("select kind || ' ' || reference from certification_deed order by id"));

        await hub.In(async s =>
        {
            await ActivatorUtilities.CreateInstance<Leaves>(s).Run(default);
            return 0;
        });
        Assert.Equal(["0 course grooming", "0 quiz grooming", "1 quiz grooming"], await hub.Rows<string>("select path || ' ' || kind || ' ' || key from certification_leaf order by path, kind"));
        await hub.Passes(person, "grooming");
        Assert.Equal("certified", await hub.Status(person)); // with what was read before the update
    }
}
