using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Tests.Platform;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

/// <summary>What a new period asks for can be given: with the real courses and quizzes, nothing told by the test itself.</summary>
public sealed class FreshStartTests
{
    internal const string Course = "hotel-rooms";

    private static async Task<(TestHub Hub, long Person)> Start(TestDatabase database)
    {
        var hub = await TestHub.Start(database, withContent: true, settings: "TrainingHub:Hub:TimeZone=Asia/Shanghai");
        hub.Now("2026-01-05");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        return (hub, person);
    }

    internal static async Task Reads(TestHub hub, long person)
    {
        foreach (var lesson in await hub.Rows<string>("select l.slug from v_course c join v_course_lesson l on l.version_id = c.version_id where c.slug = @Course order by l.position", new { Course }))
            Assert.Null((await hub.In(s => s.GetRequiredService<ICourseProgress>().Save(person, Course, lesson, 100, completed: true, default))).Problem);
    }

    private static async Task Passes(TestHub hub, long person, string quiz = Course)
    {
        var attempt = await hub.Started(person, await hub.Scalar<long>("select id from v_quiz where slug = @quiz", new { quiz }));
        foreach (var slot in await hub.Rows<int>("select slot from quizzes_slot where attempt_id = @attempt order by slot", new { attempt }))
            await hub.Answers(person, attempt, slot, (await hub.AnswerTo(attempt, slot)).GetRawText());
        Assert.Null(await hub.Submits(person, attempt));
    }

    private static Task<long> Read(TestHub hub, long person) =>
        hub.Scalar<long>("select count(*) from v_course_progress p join v_course c on c.id = p.course_id where p.person_id = @person and c.slug = @Course and p.completed_at is not null", new { person, Course });

    private static async Task<string> Status(TestHub hub, long person, string program = Course) => (await hub.Holds(person)).Single(p => p.Slug == program).Status;

    [Theory, BothDatabases]
    public async Task Who_had_read_before_being_assigned_reads_again_and_is_certified(TestDatabase database)
    {
        var (hub, person) = await Start(database);
        await using var _ = hub;
        await Reads(hub, person);
        hub.Now("2026-01-06");
        await hub.Assigns(person, Course);
        await hub.RunsJobs();
        Assert.Equal(0, await Read(hub, person));
        await Reads(hub, person);
        await Passes(hub, person);
        Assert.Equal("certified", await Status(hub, person));
    }

    [Theory, BothDatabases]
    public async Task What_was_read_since_the_assignment_is_not_asked_twice_however_late_the_work_is_done(TestDatabase database)
    {
        var (hub, person) = await Start(database);
        await using var _ = hub;
        await hub.Assigns(person, Course);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await Reads(hub, person);
        await hub.RunsJobs();
        Assert.True(await Read(hub, person) > 3);
        await Passes(hub, person);
        Assert.Equal("certified", await Status(hub, person));
    }

    [Theory, BothDatabases]
    public async Task A_transfer_to_and_fro_costs_nobody_the_lessons_already_read(TestDatabase database)
    {
        var (hub, person) = await Start(database);
        await using var _ = hub;
        await hub.Assigns(person, Course);
        await hub.RunsJobs();
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await Reads(hub, person);
        var read = await Read(hub, person);
        hub.Now("2026-01-08");
        await hub.Leaves(person, "2026-01-07");
        await hub.RunsJobs();
        hub.Now("2026-01-12");
        await hub.Leaves(person, null);
        await hub.Assigns(person, Course);
        await hub.RunsJobs();
        Assert.Equal(read, await Read(hub, person));
        await Passes(hub, person);
        Assert.Equal("certified", await Status(hub, person));
    }

    [Theory, BothDatabases]
    public async Task Periods_that_were_open_before_the_update_are_looked_at_once(TestDatabase database)
    {
        var (hub, person) = await Start(database);
        await using var _ = hub;
        await Reads(hub, person);
        hub.Now("2026-01-06");
        await hub.Assigns(person, Course);
        await hub.Execute("delete from platform_work where consumer like '%FreshStart%'"); // the hub of before knew no such work
        await hub.RunsJobs();
        Assert.NotEqual(0, await Read(hub, person));
        await hub.Execute(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "src", "TrainingHub.Modules", "Certification", "Migrations", "0004_fresh_start.sql")));
        await hub.RunsJobs();
        Assert.Equal(0, await Read(hub, person));
    }

    [Theory, BothDatabases]
    public async Task After_a_revocation_everything_can_be_done_again(TestDatabase database)
    {
        var (hub, person) = await Start(database);
        await using var _ = hub;
        await hub.Assigns(person, Course);
        await hub.RunsJobs();
        await Reads(hub, person);
        await Passes(hub, person);
        hub.Now("2026-02-01");
        Assert.Null(await hub.Revokes((await hub.Periods(person)).Single(p => p.IsCertified).Id));
        await hub.RunsJobs();
        await Reads(hub, person);
        await Passes(hub, person);
        Assert.Equal("certified", await Status(hub, person));
    }

    [Theory, BothDatabases]
    public async Task A_renewal_has_all_attempts_of_its_quiz_again(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var quiz = await hub.Quiz(quiz: QuizWords.PlainQuiz + ", attempts: 1");
        await hub.Programme("tidy", CertificationSteps.Yaml("tidy", requires: "quiz: tidy"));
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await Passes(hub, person, "tidy");
        Assert.Contains("attempts at this quiz are used", (await hub.Starts(person, quiz)).Problem!.ToString(), StringComparison.Ordinal);

        hub.Now("2026-11-12");
        await hub.RunsJobs(); // opens the renewal
        Assert.Equal("ok", (await hub.RunJob("work.general")).Outcome);
        using var browser = await hub.SignedIn(person);
        Assert.Null((await browser.Page($"/learn/quizzes/{quiz}")).QuerySelector(".page-head .status-ok")); // passed last year, not this
        Assert.Contains("Try again", await browser.GetStringAsync($"/learn/quizzes/{quiz}"), StringComparison.Ordinal);
        await Passes(hub, person, "tidy");
        Assert.Equal(new DateOnly(2028, 1, 12), (await hub.Periods(person))[1].ExpiresOn);
        Assert.Contains("attempts at this quiz are used", (await hub.Starts(person, quiz)).Problem!.ToString(), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Once_it_has_lapsed_the_course_is_read_again_where_the_policy_asks_for_everything(TestDatabase database)
    {
        var (hub, person) = await Start(database);
        await using var _ = hub;
        await hub.Execute("update certification_policy set lapsed = 'full'");
        await hub.Assigns(person, Course);
        await hub.RunsJobs();
        await Reads(hub, person);
        await Passes(hub, person);
        hub.Now("2026-12-01");
        await hub.RunsJobs();
        await hub.RunsJobs();
        Assert.Equal("due-for-renewal", await Status(hub, person));
        Assert.True(await Read(hub, person) > 3); // the renewal asks for the quiz alone

        hub.Now("2027-01-25");
        await hub.RunsJobs();
        await hub.RunsJobs();
        Assert.Equal(0, await Read(hub, person));
        await Passes(hub, person);
        Assert.Equal("expired", await Status(hub, person));
        await Reads(hub, person);
        Assert.Equal("certified", await Status(hub, person));

        // Who watches over the whole hub says so too, and would miss the lesson: by then the quiz alone was not enough.
        Task<InvariantFinding> Check() => hub.In(s => s.GetServices<IInvariant>().OfType<ChainsFitTogether>().Single().Check(default));
        Assert.Empty((await Check()).Broken);
        var renewal = (await hub.Periods(person)).Single(p => p.IsRenewal);
        await hub.Execute("delete from certification_evidence where period_id = @Id and deed_id in (select id from certification_deed where kind = 'course')", new { renewal.Id });
        Assert.Contains("course:", Assert.Single((await Check()).Broken, b => b.StartsWith("evidence-missing", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    /// <summary>In grace the renewal is enough; a recalculation that takes the grace away, or asks for everything after it, asks for the course at once.</summary>
    [Theory, BothDatabases]
    public async Task Whose_grace_a_recalculation_takes_away_reads_the_course_again(TestDatabase database)
    {
        var (hub, person) = await Start(database);
        await using var _ = hub;
        await hub.Execute("update certification_policy set lapsed = 'full', grace = '60d'");
        await hub.Assigns(person, Course);
        await hub.RunsJobs();
        await Reads(hub, person);
        await Passes(hub, person);
        hub.Now("2027-01-25");
        await hub.RunsJobs();
        await hub.RunsJobs();
        Assert.Equal("in-grace", await Status(hub, person));
        Assert.True(await Read(hub, person) > 3);
        var policy = (await hub.In(s => s.GetRequiredService<Db>().Row<PolicyText>($"select {PolicyText.Columns} from certification_policy y join certification_program p on p.current_policy_id = y.id where p.slug = @Course", new { Course }, default)))!;
        await hub.Recalculates(Course, policy with { Grace = "0d" });
        await hub.RunsJobs();
        Assert.Equal("expired", await Status(hub, person));
        Assert.Equal(0, await Read(hub, person));
        await Reads(hub, person);
        await Passes(hub, person);
        Assert.Equal("certified", await Status(hub, person));
    }
}
