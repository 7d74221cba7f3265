using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Quizzes.Schedules;

/// <summary>Short quizzes that the files of a course ask for.</summary>
public sealed class RefresherTests
{
    private const string Monthly = """
        programs: []
        refreshers:
          - slug: tidy-monthly
            title: { zh-CN: 每月两题, en: Two questions a month }
            quiz: tidy
            questions: 2
            every: month
            week: first
            weekday: tuesday
            opens: "09:30"
            open: 7d
            audience: { employedFor: 30d }
        """;

    private sealed record SeriesRow(long Id, string Title, string TitleEn, string State, int Revision);

    private sealed record OpenRow(string TitleZh, string TitleEn, int? Questions);

    private static async Task<TestHub> Start(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Quiz();
        return hub;
    }

    /// <summary>Imports it as the program.yaml of the course; 0 where it has no programme.</summary>
    private static Task<long> Import(TestHub hub, string yaml = Monthly, string course = "tidy") => hub.Programme(course, yaml);

    private static Task<List<SeriesRow>> Series(TestHub hub) => hub.Rows<SeriesRow>("select id, title, title_en, state, revision from quizzes_series order by id");

    private static async Task<string> Refusal(TestHub hub, string yaml, string course = "tidy") => (await Assert.ThrowsAsync<ContentRefusedException>(() => Import(hub, yaml, course))).Message;

    [Theory, BothDatabases]
    public async Task It_opens_by_itself_for_those_who_have_been_there_a_while(TestDatabase database)
    {
        await using var hub = await Start(database);
        await Import(hub);
        var old = await hub.Person("E1");
        var fresh = await hub.Person("E2");
        await hub.Execute("update people_person set hired_on = @day where id = @old", new { day = CertificationWords.Day("2026-01-04"), old });
        await hub.Execute("update people_person set hired_on = @day where id = @fresh", new { day = CertificationWords.Day("2026-01-05"), fresh });
        hub.Now("2026-02-03", "09:31"); // the first Tuesday; 30 days after the 4th of January
        await hub.RunJob("quizzes.schedules");
        Assert.Equal([old], await hub.Rows<long>("select person_id from v_quiz_schedule_to_do"));
        Assert.Equal(new OpenRow("每月两题", "Two questions a month", 2),
            Assert.Single(await hub.Rows<OpenRow>("select p.title_zh, p.title_en, s.questions from v_quiz_schedule_person p join quizzes_schedule s on s.id = p.schedule_id where p.state = 'open'")));
        using var reader = await hub.SignedIn(old);
        Assert.Contains("Two questions a month", await reader.GetStringAsync("/"), StringComparison.Ordinal);
        // The link there leads to the whole quiz's page: what is asked today comes first.
        var buttons = (await reader.Page($"/learn/quizzes/{await hub.Scalar<long>("select id from v_quiz")}")).QuerySelectorAll("main form button").Select(b => (b.TextContent.Trim(), b.ClassList.Contains("btn-primary")));
        Assert.Equal([("Start the scheduled quiz", true), ("Start the quiz", false)], buttons);
        hub.Now("2026-02-10", "09:31");
        await hub.RunJob("quizzes.schedules");
        Assert.Empty(await hub.Rows<long>("select person_id from v_quiz_schedule_to_do"));
        hub.Now("2026-03-03", "10:00");
        await hub.RunJob("quizzes.schedules");
        Assert.Equal([old, fresh], await hub.Rows<long>("select person_id from v_quiz_schedule_to_do order by person_id"));
    }

    [Theory, BothDatabases]
    public async Task A_file_that_says_nothing_new_changes_nothing_and_one_that_does_is_followed(TestDatabase database)
    {
        await using var hub = await Start(database);
        await Import(hub);
        await Import(hub);
        var made = Assert.Single(await Series(hub));
        Assert.Equal(("active", 1), (made.State, made.Revision));

        var trainer = await hub.Person("T1", "trainer");
        var view = (await hub.As(trainer, s => s.GetRequiredService<ReadSeries>().Find(made.Id, default)))!;
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<SaveSeries>().Handle(made.Id, 1, view.Plan with { Title = "每月小测" }, default)));
        await Import(hub);
        Assert.Equal("每月小测", Assert.Single(await Series(hub)).Title);

        await Import(hub, Monthly.Replace("week: first", "week: last", StringComparison.Ordinal));
        var followed = Assert.Single(await Series(hub));
        Assert.Equal((made.Id, "每月两题", "active"), (followed.Id, followed.Title, followed.State));
        Assert.Equal("2026-01-27", await hub.Scalar<string>("select cast(min(occurs_on) as text) from quizzes_schedule where state = 'planned'"));
    }

    [Theory, BothDatabases]
    public async Task Whoever_ended_one_has_ended_it_until_the_file_changes_and_one_that_left_the_file_ends(TestDatabase database)
    {
        await using var hub = await Start(database);
        await Import(hub);
        var trainer = await hub.Person("T1", "trainer");
        var first = Assert.Single(await Series(hub)).Id;
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<ChangeSeries>().Handle(first, "end", default)));
        await Import(hub);
        Assert.Equal(["ended"], (await Series(hub)).Select(s => s.State));
        await Import(hub, Monthly.Replace("questions: 2", "questions: 3", StringComparison.Ordinal));
        Assert.Equal(["ended", "active"], (await Series(hub)).Select(s => s.State));
        await Import(hub, "programs: []\n");
        Assert.Equal(["ended", "ended"], (await Series(hub)).Select(s => s.State));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_schedule where state = 'planned'"));
        await Import(hub, Monthly.Replace("questions: 2", "questions: 3", StringComparison.Ordinal));
        Assert.Equal(["ended", "ended", "active"], (await Series(hub)).Select(s => s.State));
    }

    [Theory, BothDatabases]
    public async Task What_only_the_database_knows_is_refused_with_its_line(TestDatabase database)
    {
        await using var hub = await Start(database);
        Assert.Contains("There is no quiz \"tidier\"", await Refusal(hub, Monthly.Replace("quiz: tidy", "quiz: tidier", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("the quiz has only 4 that fit", await Refusal(hub, Monthly.Replace("questions: 2", "questions: 5", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("ATLANTIS", await Refusal(hub, Monthly.Replace("employedFor: 30d", "sites: [ATLANTIS]", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Empty(await Series(hub));
        await Import(hub);
        Assert.Contains("Another course already has a refresher", await Refusal(hub, Monthly, "other"), StringComparison.Ordinal);
        // Once its first course has given it up, another may have it.
        await Import(hub, "programs: []\n");
        await Import(hub, Monthly, "other");
        await Import(hub, "programs: []\n");
        Assert.Equal(["ended", "active"], (await Series(hub)).Select(s => s.State));
    }

    [Theory, BothDatabases]
    public async Task It_is_written_out_as_it_was_read(TestDatabase database)
    {
        await using var hub = await Start(database);
        await Import(hub, Monthly + "\n" + """
              - { slug: weekly, title: { zh-CN: 甲, en: A }, quiz: tidy, every: week, weekday: sunday, questions: 1, open: 2d, audience: {} }
            """);
        async Task<string> Export() => (await hub.In(async s => await s.GetServices<IContentPart>().OfType<ProgramContent>().Single().Export(await hub.Scalar<long>("select id from courses_course where slug = 'tidy'"), default)))!;
        var first = await Export();
        Assert.Contains("audience: { employedFor: 30d }", first, StringComparison.Ordinal);
        Assert.Contains("weekday: sunday", first, StringComparison.Ordinal);
        await Import(hub, first);
        Assert.Equal(first, await Export());
        Assert.Equal(2, (await Series(hub)).Count);
    }

    [Theory]
    [InlineData("every: month", "every: year", 7, "use one of month, week")]
    [InlineData("week: first", "week: fifth", 8, "use one of first, second, third, fourth, last")]
    [InlineData("weekday: tuesday", "weekday: Tuesday", 9, "use one of monday")]
    [InlineData("\"09:30\"", "9.30", 10, "is no time of day")]
    [InlineData("open: 7d", "open: 28d", 11, "still be open when it comes round again")]
    [InlineData("open: 7d", "open: 1m", 11, "Count it in days or weeks")]
    [InlineData("employedFor: 30d", "employedFor: 0d", 12, "Count it in days or weeks")]
    [InlineData("questions: 2", "questions: 0", 6, "from 1 to 50")]
    [InlineData("quiz: tidy", "quizz: tidy", 5, "The key \"quizz\" is not known here.")]
    public void A_slip_of_the_pen_is_found_with_its_line(string right, string wrong, int line, string message)
    {
        Assert.Contains(right, Monthly, StringComparison.Ordinal);
        var faults = new Faults();
        ProgramFile.Read("tidy/program.yaml", Monthly.Replace(right, wrong, StringComparison.Ordinal), Certification.CertificationWords.Kinds, faults);
        Assert.Contains(faults.All, f => f.Line == line && f.Message.Contains(message, StringComparison.Ordinal));
    }
}
