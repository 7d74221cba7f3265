using System.Globalization;
using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Schedules;

public sealed class SeriesTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>Sunday, 6 December 2026, noon in the hub's zone; each test begins then.</summary>
    private static readonly DateTime Sunday = new(2026, 12, 6, 12, 0, 0);

    /// <summary>Mondays from nine, for two days.</summary>
    private static readonly Recurrence Mondays = new("weekly", new DateOnly(2026, 12, 7), new TimeOnly(9, 0), 2 * 24 * 60) { Weekdays = [DayOfWeek.Monday] };

    private static void At(TestHub hub, DateTime local) => hub.Clock.MoveTo(new DateTimeOffset(local, Zone.GetUtcOffset(local)));

    private static void At(TestHub hub, int december, int hour = 9, int minute = 1) => At(hub, new DateTime(2026, 12, 1, hour, minute, 0).AddDays(december - 1));

    private static async Task<(TestHub Hub, long Trainer, long Quiz)> Set(TestDatabase database, string quiz = PlainQuiz, Action<IServiceCollection>? services = null)
    {
        var hub = await TestHub.Start(database, services: services);
        At(hub, Sunday);
        return (hub, await hub.Person("T1", "trainer"), await hub.Quiz(quiz: quiz));
    }

    private static async Task<long> Planned(TestHub hub, long trainer, long quiz, Recurrence? rule = null, int? questions = null, int attempts = 1, Audience? audience = null)
    {
        var saved = await Plans(hub, trainer, new SeriesPlan(quiz, "Weekly five", rule ?? Mondays, audience ?? new Audience()) { Questions = questions, Attempts = attempts });
        return saved.Problem is null ? saved.Value : throw new InvalidOperationException(saved.Problem.ToString());
    }

    private static Task<Outcome<long>> Plans(TestHub hub, long trainer, SeriesPlan plan) => hub.As(trainer, s => s.GetRequiredService<SaveSeries>().Handle(plan, default));

    private static Task<Problem?> Changes(TestHub hub, long trainer, long series, SeriesPlan plan, int revision = 1) => hub.As(trainer, s => s.GetRequiredService<SaveSeries>().Handle(series, revision, plan, default));

    private static Task<Problem?> Does(TestHub hub, long trainer, long series, string change) => hub.As(trainer, s => s.GetRequiredService<ChangeSeries>().Handle(series, change, default));

    private static Task<Problem?> Occurrence(TestHub hub, long trainer, Func<ChangeOccurrence, Task<Problem?>> change) => hub.As(trainer, s => change(s.GetRequiredService<ChangeOccurrence>()));

    private static async Task Ticks(TestHub hub)
    {
        var result = await hub.RunJob("quizzes.schedules");
        Assert.Null(result.Error);
    }

    /// <summary>"12-07 open, 12-14 planned": the occurrences in their order, without those more than three weeks ahead.</summary>
    private static async Task<string> States(TestHub hub, int most = 3)
    {
        var rows = await hub.Rows<string>("select cast(occurs_on as text) || ' ' || state from quizzes_schedule order by occurs_on");
        return string.Join(", ", rows.Take(most).Select(r => r[5..10] + r[r.LastIndexOf(' ')..]));
    }

    private static Task<long> On(TestHub hub, int december) =>
        hub.Scalar<long>("select id from quizzes_schedule where cast(occurs_on as text) like @day", new { day = $"2026-12-{december:00}%" });

    [Theory, BothDatabases]
    public async Task A_weekly_quiz_comes_round_each_week_and_is_taken_once_each_time(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database, PlainQuiz + ", attempts: 1");
        await using var _ = hub;
        var anna = await hub.Person("A1");
        await Planned(hub, trainer, quiz);
        Assert.Equal("12-07 planned, 12-14 planned, 12-21 planned", await States(hub));
        await Ticks(hub);
        await Ticks(hub);
        Assert.Equal("12-07 planned, 12-14 planned, 12-21 planned", await States(hub));
        foreach (var monday in new[] { 7, 14 })
        {
            At(hub, monday);
            await Ticks(hub);
            var schedule = await On(hub, monday);
            await hub.Graded(anna, quiz, 4, schedule);
            Assert.Contains("already taken", (await hub.Starts(anna, quiz, schedule: schedule)).Problem?.ToString());
            At(hub, monday + 2);
            await Ticks(hub);
        }
        // The attempt of the quiz itself is still there.
        await hub.Graded(anna, quiz, 4);
        Assert.Equal("12-07 closed, 12-14 closed, 12-21 planned", await States(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from (select series_id from quizzes_schedule group by series_id, occurs_on having count(*) > 1) d"));
    }

    [Theory, BothDatabases]
    public async Task A_monthly_quiz_has_its_next_time_made_however_far_it_is_and_ends_after_its_number(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await Planned(hub, trainer, quiz, new Recurrence("monthly-day", new DateOnly(2027, 1, 31), new TimeOnly(9, 0), 60) { Day = 31, Times = 2 });
        Assert.Equal("01-31 planned", await States(hub));
        At(hub, new DateTime(2027, 1, 31, 10, 30, 0));
        await Ticks(hub);
        Assert.Equal("01-31 missed, 02-28 planned", await States(hub));
        At(hub, new DateTime(2027, 5, 1, 9, 0, 0));
        await Ticks(hub);
        Assert.Equal("01-31 missed, 02-28 missed", await States(hub));
        Assert.Equal("active", await hub.Scalar<string>("select state from quizzes_series"));
        await Ticks(hub);
        Assert.Equal("ended", await hub.Scalar<string>("select state from quizzes_series"));
    }

    [Theory, BothDatabases]
    public async Task Late_by_weeks_the_job_opens_only_the_newest_and_records_the_others_as_missed(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await Planned(hub, trainer, quiz);
        // Longer than occurrences are made ahead.
        At(hub, new DateTime(2027, 1, 26, 8, 0, 0));
        await Ticks(hub);
        await Ticks(hub);
        Assert.Equal("12-07 missed, 12-14 missed, 12-21 missed, 12-28 missed, 01-04 missed, 01-11 missed, 01-18 missed, 01-25 open, 02-01 planned", await States(hub, 9));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'ScheduleOpened'"));
    }

    [Theory, BothDatabases]
    public async Task Of_two_that_are_due_at_once_only_the_newer_opens(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await Planned(hub, trainer, quiz, Mondays with { OpenMinutes = 7 * 24 * 60 });
        // As a change of the rule may leave them.
        await hub.Execute("update quizzes_schedule set closes_at = @late", new { late = hub.Clock.GetUtcNow().AddDays(60) });
        At(hub, 22);
        await Ticks(hub);
        Assert.Equal("12-07 missed, 12-14 missed, 12-21 open", await States(hub));
    }

    /// <summary>Ends the work at the n-th commit, as a killed process would.</summary>
    private sealed class Killer : FailPoints
    {
        public int Left { get; set; } = int.MaxValue;

        public override void Pass(FailPoint point)
        {
            if (point == FailPoint.BeforeCommit && --Left == 0) throw new OperationCanceledException("killed"); // which no job takes for the fault of one of its pieces
        }
    }

    [Theory, BothDatabases]
    public async Task Killed_at_any_commit_the_job_makes_nothing_twice(TestDatabase database)
    {
        var killer = new Killer();
        var (hub, trainer, quiz) = await Set(database, services: s => s.Replace(ServiceDescriptor.Singleton<FailPoints>(killer)));
        await using var _ = hub;
        var anna = await hub.Person("A1");
        var daily = new Recurrence("working-days", new DateOnly(2026, 12, 7), new TimeOnly(9, 0), 60);
        await Planned(hub, trainer, quiz, daily);
        await hub.Execute("delete from quizzes_schedule");
        async Task KilledAll()
        {
            for (var commit = 1; commit < 9; commit++)
            {
                killer.Left = commit;
                try
                {
                    await hub.In(async s =>
                    {
                        await s.GetRequiredService<SchedulesJob>().Run(new JobRun(), default);
                        return 0;
                    });
                }
                catch (OperationCanceledException e) when (e.Message == "killed")
                {
                }
                killer.Left = int.MaxValue;
            }
            await Ticks(hub);
        }
        At(hub, 7);
        await KilledAll();
        Assert.Equal("12-07 open, 12-08 planned, 12-09 planned", await States(hub));
        await hub.Graded(anna, quiz, 2, await On(hub, 7));
        At(hub, 7, 10);
        await KilledAll();
        Assert.Equal("12-07 closed, 12-08 planned, 12-09 planned", await States(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from (select series_id from quizzes_schedule group by series_id, occurs_on having count(*) > 1) d"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'ScheduleOpened'"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'ScheduleReported'"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from quizzes_schedule_person"));
    }

    [Theory, BothDatabases]
    public async Task A_sitting_asks_its_own_number_of_questions_those_not_seen_first_and_proves_nothing_about_the_quiz(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database, PlainQuiz + ", draw: [{ tags: [core], count: 2 }, { tags: [scene], count: 2 }]");
        await using var _ = hub;
        var anna = await hub.Person("A1");
        await Planned(hub, trainer, quiz, questions: 2);
        foreach (var monday in new[] { 7, 14 })
        {
            At(hub, monday);
            await Ticks(hub);
            var attempt = await hub.Started(anna, quiz, await On(hub, monday));
            Assert.Equal(2, await hub.Scalar<long>("select count(*) from quizzes_slot where attempt_id = @attempt", new { attempt }));
            // One of each line, as the quiz mixes them.
            Assert.Equal(["core", "scene"], await hub.Rows<string>("select t.tag from quizzes_slot l join quizzes_question_tag t on t.question_version_id = l.question_version_id where l.attempt_id = @attempt order by t.tag", new { attempt }));
            Assert.Null(await hub.Submits(anna, attempt));
        }
        Assert.Equal(4, await hub.Scalar<long>("select count(distinct question_version_id) from quizzes_slot"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from platform_event where kind = 'AttemptGraded' and payload like '%\"isWhole\":false%'"));
    }

    [Theory, BothDatabases]
    public async Task Saving_checks_that_there_are_enough_questions_and_names_what_is_wrong(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        async Task<string?> Refusal(int? questions = null, int attempts = 1, Recurrence? rule = null, Audience? audience = null) =>
            (await Plans(hub, trainer, new SeriesPlan(quiz, "Weekly five", rule ?? Mondays, audience ?? new Audience()) { Questions = questions, Attempts = attempts })).Problem?.ToString();
        Assert.Equal("5 questions are asked in one sitting, but the quiz has only 4 that fit. Ask fewer, or add questions.", await Refusal(5));
        Assert.Contains("1 to 200 questions", await Refusal(0));
        Assert.Contains("1 to 20 attempts", await Refusal(attempts: 0));
        Assert.Contains("from 1 to 36500", await Refusal(audience: new Audience(HiredWithin: 0)));
        Assert.Contains("in the past", await Refusal(rule: Mondays with { From = new DateOnly(2026, 11, 1), Until = new DateOnly(2026, 11, 30) }));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_series"));
        Assert.Null(await Refusal(4));
    }

    [Theory, BothDatabases]
    public async Task Enough_questions_in_one_language_are_enough_as_for_the_quiz_itself(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await hub.Execute("update quizzes_question_version set only_language = 'en' where number = 1 and question_id in (1, 2)");
        Task<Outcome<long>> Sitting(int questions) => Plans(hub, trainer, new SeriesPlan(quiz, "Weekly", Mondays, new Audience()) { Questions = questions });
        Assert.Null((await Sitting(4)).Problem);
        await hub.Execute("update quizzes_question_version set only_language = 'zh-CN' where question_id = 3");
        Assert.StartsWith("4 questions are asked in one sitting, but the quiz has only 3 that fit.", (await Sitting(4)).Problem?.ToString());
    }

    [Theory, BothDatabases]
    public async Task Several_attempts_each_time_are_allowed_and_counted(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database, PlainQuiz + ", attempts: 1");
        await using var _ = hub;
        var anna = await hub.Person("A1");
        await Planned(hub, trainer, quiz, attempts: 2);
        At(hub, 7);
        await Ticks(hub);
        var schedule = await On(hub, 7);
        await hub.Graded(anna, quiz, 1, schedule);
        await hub.Graded(anna, quiz, 2, schedule);
        Assert.Equal("All 2 attempts at this scheduled quiz are used.", (await hub.Starts(anna, quiz, schedule: schedule)).Problem?.ToString());
    }

    [Theory, BothDatabases]
    public async Task A_series_is_paused_resumed_and_ended_and_what_is_open_stays_open(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var series = await Planned(hub, trainer, quiz);
        At(hub, 7);
        await Ticks(hub);
        Assert.Null(await Does(hub, trainer, series, "pause"));
        Assert.Null(await Does(hub, trainer, series, "pause"));
        Assert.Equal("12-07 open, 12-14 planned, 12-21 planned", await States(hub));
        At(hub, 17);
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 planned", await States(hub));
        Assert.Null(await Does(hub, trainer, series, "resume"));
        At(hub, 21);
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 open", await States(hub));
        Assert.Null(await Does(hub, trainer, series, "end"));
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 open", await States(hub, 9));
        Assert.Equal("conflict", (await Does(hub, trainer, series, "resume"))?.Code);
        At(hub, 23);
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 closed", await States(hub, 9));
        Assert.Equal("not-found", (await Does(hub, await hub.Person("L1"), series, "end"))?.Code);
    }

    [Theory, BothDatabases]
    public async Task One_time_is_left_out_taken_in_again_or_moved_but_not_once_it_is_open(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await Planned(hub, trainer, quiz);
        var (first, second, third) = (await On(hub, 7), await On(hub, 14), await On(hub, 21));
        Assert.Null(await Occurrence(hub, trainer, c => c.Skip(second, default)));
        Assert.Equal("conflict", (await Occurrence(hub, trainer, c => c.Skip(second, default)))?.Code);
        Assert.Null(await Occurrence(hub, trainer, c => c.Restore(second, default)));
        Assert.Null(await Occurrence(hub, trainer, c => c.Skip(second, default)));
        Assert.Contains("in the past", (await Occurrence(hub, trainer, c => c.Move(first, Sunday.AddDays(-1), default)))?.ToString());
        Assert.Contains("Another time of this series", (await Occurrence(hub, trainer, c => c.Move(first, new DateTime(2026, 12, 20, 9, 0, 0), default)))?.ToString());
        Assert.Null(await Occurrence(hub, trainer, c => c.Move(first, new DateTime(2026, 12, 9, 14, 0, 0), default)));
        At(hub, 7);
        await Ticks(hub);
        Assert.Equal("12-07 planned, 12-14 skipped, 12-21 planned", await States(hub));
        At(hub, 9, 14);
        await Ticks(hub);
        Assert.Equal("12-07 open, 12-14 skipped, 12-21 planned", await States(hub));
        Assert.Equal("conflict", (await Occurrence(hub, trainer, c => c.Move(first, new DateTime(2026, 12, 10, 9, 0, 0), default)))?.Code);
        At(hub, 11, 13, 0);
        await Ticks(hub);
        Assert.Equal("12-07 open, 12-14 skipped, 12-21 planned", await States(hub));
        At(hub, 11, 14);
        await Ticks(hub);
        At(hub, 14);
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 planned", await States(hub));
        Assert.Equal("not-found", (await Occurrence(hub, await hub.Person("L1", "manager"), c => c.Skip(third, default)))?.Code);
    }

    [Theory, BothDatabases]
    public async Task A_change_holds_for_what_has_not_opened_and_the_second_of_two_editors_is_told(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var series = await Planned(hub, trainer, quiz);
        At(hub, 7);
        await Ticks(hub);
        var second = await On(hub, 14);
        Assert.Null(await Occurrence(hub, trainer, c => c.Move(second, new DateTime(2026, 12, 15, 9, 0, 0), default)));
        var plan = new SeriesPlan(quiz, "Thursday three", Mondays with { Weekdays = [DayOfWeek.Thursday] }, new Audience()) { Questions = 3 };
        Assert.Null(await Changes(hub, trainer, series, plan));
        Assert.Equal("12-07 open, 12-10 planned, 12-14 planned, 12-17 planned, 12-24 planned", await States(hub, 5));
        Assert.Equal("Weekly five", await hub.Scalar<string>("select title from quizzes_schedule where state = 'open'"));
        Assert.Equal(["Thursday three"], await hub.Rows<string>("select distinct title from quizzes_schedule where state = 'planned'"));
        Assert.Null(await hub.Scalar<long?>("select questions from quizzes_schedule where state = 'open'"));
        Assert.Equal("conflict", (await Changes(hub, trainer, series, plan))?.Code);
        await Ticks(hub);
        Assert.Equal("12-07 open, 12-10 planned, 12-14 planned, 12-17 planned, 12-24 planned", await States(hub, 5));
    }

    [Theory, BothDatabases]
    public async Task A_paused_series_can_be_changed(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var series = await Planned(hub, trainer, quiz);
        Assert.Null(await Does(hub, trainer, series, "pause"));
        Assert.Null(await Changes(hub, trainer, series, new SeriesPlan(quiz, "Thursdays", Mondays with { Weekdays = [DayOfWeek.Thursday] }, new Audience()), revision: 2));
        Assert.Equal("", await States(hub));
        Assert.Null(await Does(hub, trainer, series, "resume"));
        Assert.Equal("12-10 planned, 12-17 planned, 12-24 planned", await States(hub));
    }

    [Theory, BothDatabases]
    public async Task A_change_between_the_opening_time_and_the_job_takes_nothing_away(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var series = await Planned(hub, trainer, quiz);
        At(hub, 7, minute: 3);
        Assert.Null(await Changes(hub, trainer, series, new SeriesPlan(quiz, "A better title", Mondays, new Audience())));
        await Ticks(hub);
        Assert.Equal("12-07 open, 12-14 planned, 12-21 planned", await States(hub));
    }

    [Fact]
    public async Task A_quiz_that_draws_by_category_fills_a_sitting_from_it()
    {
        await using var hub = await TestHub.Start();
        At(hub, Sunday);
        var trainer = await hub.Person("T1", "trainer");
        var questions = FourQuestions.Replace("tags: [core]", "category: Kitchen", StringComparison.Ordinal);
        var quiz = await hub.Quiz(questions, "questions: 2, passMark: 75, draw: [{ category: Kitchen, count: 2 }]");
        Task<Outcome<long>> Of(int count) => Plans(hub, trainer, new SeriesPlan(quiz, "Kitchen", Mondays, new Audience()) { Questions = count });
        Assert.Null((await Of(1)).Problem);
        Assert.StartsWith("3 questions are asked in one sitting, but the quiz has only 2", (await Of(3)).Problem?.ToString());
    }

    [Theory, BothDatabases]
    public async Task Each_time_everybody_is_told_once_but_not_who_left_or_joined_later_or_wants_no_reminders(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var (anna, gone, silent) = (await hub.Person("A1"), await hub.Person("G1"), await hub.Person("S1"));
        await hub.Execute("update people_person set left_on = @day where id = @gone", new { gone, day = new DateOnly(2026, 12, 6) });
        await hub.Execute("insert into notifications_no_reminders(person_id, since) values (@silent, @now)", new { silent, now = hub.Clock.GetUtcNow() });
        await Planned(hub, trainer, quiz);
        At(hub, 7);
        await Ticks(hub);
        var joiner = await hub.Person("J1");
        for (var i = 0; i < 2; i++)
        {
            await Ticks(hub);
            await hub.RunJob("work.general");
            await hub.RunJob("work.mail");
        }
        string[] told = ["A1 sent", "S1 declined", "T1 sent"];
        Task<List<string>> Notices() => hub.Rows<string>("select p.employee_number || ' ' || n.state from notifications_notice n join people_person p on p.id = n.person_id where n.kind = 'quiz-open' order by 1");
        Assert.Equal(told, await Notices());
        using (var browser = await hub.SignedIn(anna))
        {
            Assert.Contains("Weekly five", await browser.GetStringAsync("/"));
            Assert.Contains("Weekly five", await browser.GetStringAsync("/learn"));
        }
        using (var browser = await hub.SignedIn(joiner)) Assert.DoesNotContain("Weekly five", await browser.GetStringAsync("/"));
        At(hub, 14);
        await Ticks(hub);
        await hub.RunJob("work.general");
        await hub.RunJob("work.mail");
        Assert.Equal([.. told.Concat(told).Append("J1 sent").Order(StringComparer.Ordinal)], await Notices());
    }

    [Theory, BothDatabases]
    public async Task When_it_closes_each_manager_is_mailed_the_figures_of_the_own_people_once(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var top = await hub.Scalar<long>("select min(id) from people_site");
        foreach (var code in new[] { "NORTH", "SOUTH" }) await hub.Site(code);
        async Task<long> At(string number, string site)
        {
            var person = await hub.Person(number);
            await hub.Execute("update people_person set site_id = (select id from people_site where code = @site) where id = @person", new { person, site });
            return person;
        }
        var (n1, n2, s1) = (await At("N1", "NORTH"), await At("N2", "NORTH"), await At("S1", "SOUTH"));
        var (north, south, elsewhere) = (await At("MN", "NORTH"), await At("MS", "SOUTH"), await At("MX", "SOUTH"));
        await hub.Grant(north, "manager", await hub.Scalar<long>("select id from people_site where code = 'NORTH'"), null);
        await hub.Grant(south, "manager", await hub.Scalar<long>("select id from people_site where code = 'SOUTH'"), null);
        var series = await Planned(hub, trainer, quiz, audience: new Audience(Sites: ["NORTH", "SOUTH"]));
        SeriesTests.At(hub, 7);
        await Ticks(hub);
        var schedule = await On(hub, 7);
        await hub.Graded(n1, quiz, 4, schedule);
        await hub.Graded(n2, quiz, 2, schedule);
        var open = await hub.Started(s1, quiz, schedule);
        await hub.AnswersRight(s1, open, 3);
        SeriesTests.At(hub, 9);
        for (var i = 0; i < 2; i++)
        {
            await Ticks(hub);
            await hub.RunJob("work.general");
            await hub.RunJob("work.mail");
        }
        var mails = EmlFile.All(hub).Where(m => m.Subject == "Results of Weekly five").ToDictionary(m => m.Headers["To"].Split('<')[1].TrimEnd('>'));
        Assert.Equal(["mn@test.example", "ms@test.example"], mails.Keys.Order());
        var (norths, souths) = (mails["mn@test.example"].Text, mails["ms@test.example"].Text);
        Assert.Contains("Took part: 2 of 3", norths);
        Assert.Contains("Passed: 1", norths);
        Assert.Contains("Mean mark: 75%", norths);
        Assert.Contains("Three (50% of the marks)", norths);
        Assert.Contains($"/studio/results/series/{series}", norths);
        Assert.Contains("Took part: 1 of 3", souths);
        Assert.Contains("Mean mark: 75%", souths);
        Assert.Contains("Four (0% of the marks)", souths);
        Assert.DoesNotContain("Three", souths);

        using var browser = await hub.SignedIn(north);
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync($"/studio/results/series/{series}"));
        Assert.Equal(["Closed", "3", "2 (66%)", "1", "75%"], page.QuerySelectorAll("tbody td").Select(c => c.TextContent.Trim()));
        Assert.Single(page.QuerySelectorAll("svg .plot-column"));
        Assert.Contains($"/studio/results/series/{series}", await browser.GetStringAsync("/studio/results/series"));
        var csv = await browser.GetStringAsync($"/studio/results/series/{series}/results.csv");
        Assert.Equal("2026-12-07 09:00,2026-12-09 09:00,3,2,1,0,75", csv.Split("\r\n")[1]);
        using var other = await hub.SignedIn(elsewhere);
        Assert.NotEqual(HttpStatusCode.OK, (await other.GetAsync($"/studio/results/series/{series}")).StatusCode);
        var lone = await hub.Person("ML");
        await hub.Grant(lone, "manager", top, null);
        await hub.Execute("delete from people_grant where person_id = @lone and site_id = @top", new { lone, top });
        await hub.Grant(lone, "manager", await hub.Site("WEST"), null);
        using var west = await hub.SignedIn(lone);
        Assert.Equal(HttpStatusCode.NotFound, (await west.GetAsync($"/studio/results/series/{series}")).StatusCode);
        Assert.DoesNotContain("Weekly five", await west.GetStringAsync("/studio/results/series"));
        Assert.Equal(HttpStatusCode.NotFound, (await west.GetAsync($"/studio/results/series/{series}/results.csv")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task A_series_is_planned_counted_changed_and_paused_in_the_browser(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await hub.Person("A1");
        using var browser = await hub.SignedIn(trainer);
        async Task<HttpResponseMessage> Posts(string page, string url, params (string Name, string Value)[] fields)
        {
            var token = new HtmlParser().ParseDocument(await browser.GetStringAsync(page)).QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            return await browser.PostAsync(url, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
        }
        (string, string)[] form =
        [
            ("Form.Quiz", $"{quiz}"), ("Form.Heading", "Weekly two"), ("Form.Repeats", "weekly"), ("Form.Weekdays", "Monday"), ("Form.Weekdays", "Friday"), ("Form.From", "2026-12-07"), ("Form.Opens", "09:00"),
            ("Form.OpenFor", "8"), ("Form.Unit", "hours"), ("Form.Questions", "2"), ("Form.Attempts", "1"), ("Form.Times", "3"), ("Form.Revision", "1"),
        ];
        Assert.Contains("Today these are 2 people.", await (await Posts("/studio/schedules/new", "/studio/schedules/new?handler=Count", form)).Content.ReadAsStringAsync());
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_series"));
        var saved = await Posts("/studio/schedules/new", "/studio/schedules/new", form);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var url = saved.Headers.Location!.ToString();
        Assert.Equal("12-07 planned, 12-11 planned, 12-14 planned", await States(hub, 9));
        Assert.Contains("Weekly on Monday, Friday · 3 times", new HtmlParser().ParseDocument(await browser.GetStringAsync(url)).Body!.TextContent);
        var edit = new HtmlParser().ParseDocument(await browser.GetStringAsync(url + "/edit"));
        Assert.Equal(["Monday", "Friday"], edit.QuerySelectorAll("input[name='Form.Weekdays'][checked]").Select(i => i.GetAttribute("value")));
        Assert.Equal("8", edit.QuerySelector("#open-for")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.Redirect, (await Posts(url + "/edit", url + "/edit", [.. form.Where(f => f.Item2 != "Friday")])).StatusCode);
        Assert.Equal("12-07 planned, 12-14 planned, 12-21 planned", await States(hub, 9));
        const string asked = """{"except":[{"sites":["HUB"],"tags":["night"]}]}"""; // as a course's file may say it
        await hub.Execute("update quizzes_series set audience = @asked", new { asked });
        var words = new HtmlParser().ParseDocument(await browser.GetStringAsync(url + "/edit")).Body!.TextContent;
        Assert.Contains("Left out besides: Except (Site: ", words);
        (string, string)[] more = [.. form.Where(f => f.Item1 is not ("Form.Revision" or "Form.Weekdays")), ("Form.Weekdays", "Monday"), ("Form.Revision", "2"), ("Form.More.Tags", "Early shift"), ("Form.More.HiredFrom", "2026-01-01"), ("Form.More.NotTags", "intern")];
        Assert.Contains("Today these are 0 people.", await (await Posts(url + "/edit", url + "/edit?handler=Count", more)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await Posts(url + "/edit", url + "/edit", more)).StatusCode);
        Assert.Equal("""{"sites":[],"departments":[],"positions":[],"tags":["early shift"],"hiredFrom":"2026-01-01","except":[{"tags":["intern"]},{"sites":["HUB"],"tags":["night"]}]}""", await hub.Scalar<string>("select audience from quizzes_series"));
        Assert.Contains("Tag: early shift · Hired on 1 January 2026 or later · Except (Tag: intern) · Except (Site: ", new HtmlParser().ParseDocument(await browser.GetStringAsync(url)).Body!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await Posts(url, url + "?handler=Skip", ("schedule", (await On(hub, 14)).ToString(CultureInfo.InvariantCulture)))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Posts(url, url + "?handler=Change", ("change", "pause"))).StatusCode);
        Assert.Equal("12-07 planned, 12-14 skipped, 12-21 planned", await States(hub, 9));
        Assert.Contains("Paused", await browser.GetStringAsync(url));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(url.Replace("schedules/", "results/series/", StringComparison.Ordinal))).StatusCode);
        using var outsider = await hub.SignedIn(await hub.Person("L1"));
        Assert.NotEqual(HttpStatusCode.OK, (await outsider.GetAsync(url)).StatusCode);
    }
}
