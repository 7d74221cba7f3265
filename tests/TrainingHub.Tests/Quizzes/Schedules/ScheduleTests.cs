using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Schedules;

public sealed class ScheduleTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static DateTime Local(TestHub hub, double hours) => TimeZoneInfo.ConvertTime(hub.Clock.GetUtcNow(), Zone).DateTime.AddHours(hours);

    /// <summary>Once, in hours from now; the id of its one occurrence.</summary>
    private static async Task<Outcome<long>> Plans(TestHub hub, long trainer, long quiz, double opens, double closes, Audience? audience = null, string title = "Check")
    {
        var at = Local(hub, opens);
        var rule = new Recurrence("once", DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at), (int)Math.Round((closes - opens) * 60));
        var series = await hub.As(trainer, s => s.GetRequiredService<SaveSeries>().Handle(new SeriesPlan(quiz, title, rule, audience ?? new Audience()), default));
        return series.Problem is { } problem ? problem : await hub.Scalar<long>("select id from quizzes_schedule where series_id = @Value", new { series.Value });
    }

    private static async Task<(TestHub Hub, long Trainer, long Quiz)> Set(TestDatabase database, string quiz = PlainQuiz)
    {
        var hub = await TestHub.Start(database);
        return (hub, await hub.Person("T1", "trainer"), await hub.Quiz(quiz: quiz));
    }

    private static Task<string?> State(TestHub hub, long schedule) => hub.Scalar<string>("select state from quizzes_schedule where id = @schedule", new { schedule });

    [Theory, BothDatabases]
    public async Task A_scheduled_quiz_opens_for_its_audience_is_taken_once_and_closes(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database, PlainQuiz + ", timeLimit: 120, attempts: 1");
        await using var _ = hub;
        var (anna, bela) = (await hub.Person("A1"), await hub.Person("B1"));
        var schedule = (await Plans(hub, trainer, quiz, 1, 2)).Value;
        Assert.Equal("not-found", (await hub.Starts(anna, quiz, schedule: schedule)).Problem?.Code);
        hub.Clock.Advance(TimeSpan.FromMinutes(61));
        await hub.RunJob("quizzes.schedules");
        await hub.RunJob("quizzes.schedules");
        Assert.Equal("open", await State(hub, schedule));
        Assert.Equal(3, await hub.Scalar<long>("select count(*) from v_quiz_schedule_person where schedule_id = @schedule", new { schedule }));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'ScheduleOpened'"));
        var late = await hub.Person("C1");
        Assert.Equal("not-found", (await hub.Starts(late, quiz, schedule: schedule)).Problem?.Code);

        await hub.Graded(anna, quiz, 4, schedule);
        Assert.Contains("already taken", (await hub.Starts(anna, quiz, schedule: schedule)).Problem?.ToString());
        // The scheduled attempt does not use up the free one.
        await hub.Graded(anna, quiz, 1);

        var open = await hub.Started(bela, quiz, schedule);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt a join quizzes_schedule s on s.id = a.schedule_id where a.id = @open and a.deadline_at = s.closes_at", new { open }));
        await hub.AnswersRight(bela, open, 3);
        hub.Clock.Advance(TimeSpan.FromMinutes(60));
        await hub.RunJob("quizzes.schedules");
        Assert.Equal("closed", await State(hub, schedule));
        Assert.Equal(("finished", 3000), ((await hub.Attempt(open)).State, (await hub.Attempt(open)).Mark));
        Assert.Equal("not-found", (await hub.Starts(trainer, quiz, schedule: schedule)).Problem?.Code);
    }

    [Theory, BothDatabases]
    public async Task A_trainer_of_one_site_neither_sees_nor_cancels_what_others_planned_and_one_of_the_hub_does(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var local = await hub.Person("T2");
        await hub.Grant(local, "trainer", await hub.Site("SOUTH"), null);
        var hubs = (await Plans(hub, trainer, quiz, 1, 2, title: "For all")).Value;
        var locals = (await Plans(hub, local, quiz, 1, 2, title: "For the south")).Value;
        Task<Problem?> Cancels(long person, long schedule) => hub.As(person, s => s.GetRequiredService<CancelSchedule>().Handle(schedule, default));

        using var page = await hub.SignedIn(local);
        var list = await page.GetStringAsync("/studio/schedules");
        Assert.Contains("For the south", list, StringComparison.Ordinal);
        Assert.DoesNotContain("For all", list, StringComparison.Ordinal);
        Assert.Equal("not-found", (await Cancels(local, hubs))?.Code);
        Assert.Equal("planned", await State(hub, hubs));
        Assert.Null(await Cancels(trainer, locals));
        Assert.Equal("cancelled", await State(hub, locals));
    }

    [Theory, BothDatabases]
    public async Task The_audience_is_narrowed_by_its_codes_and_by_what_the_planner_may_see(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        foreach (var code in new[] { "NORTH", "SOUTH" }) await hub.Site(code);
        var (north, south) = (await hub.Person("N1"), await hub.Person("S1"));
        await hub.Execute("update people_person set site_id = (select id from people_site where code = 'NORTH') where id = @north", new { north });
        await hub.Execute("update people_person set site_id = (select id from people_site where code = 'SOUTH') where id = @south", new { south });
        var local = await hub.Person("T2");
        await hub.Grant(local, "trainer", await hub.Scalar<long>("select id from people_site where code = 'SOUTH'"), null);

        var byCode = (await Plans(hub, trainer, quiz, 0.1, 2, new Audience(Sites: ["NORTH"]))).Value;
        var byScope = (await Plans(hub, local, quiz, 0.1, 2)).Value;
        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        await hub.RunJob("quizzes.schedules");
        Assert.Equal([north], await hub.Rows<long>("select person_id from quizzes_schedule_person where schedule_id = @byCode", new { byCode }));
        Assert.Equal([south], await hub.Rows<long>("select person_id from quizzes_schedule_person where schedule_id = @byScope", new { byScope }));
    }

    [Theory, BothDatabases]
    public async Task What_cannot_be_meant_is_refused(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        Assert.Equal("The opening time is in the past. Choose a later one.", (await Plans(hub, trainer, quiz, -1, 2)).Problem?.ToString());
        Assert.Equal("It must stay open for at least 5 minutes and at most 31 days.", (await Plans(hub, trainer, quiz, 2, 1.9)).Problem?.ToString());
        Assert.Equal("Nothing has the code ATLANTIS, COOK. Choose from the lists.", (await Plans(hub, trainer, quiz, 1, 2, new Audience(Sites: ["ATLANTIS"], Positions: ["COOK"]))).Problem?.ToString());
        Assert.Equal("not-found", (await Plans(hub, trainer, 4711, 1, 2)).Problem?.Code);
        Assert.Equal("refused", (await Plans(hub, trainer, quiz, 1, 2, title: "  ")).Problem?.Code);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_schedule"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_series"));
    }

    [Theory, BothDatabases]
    public async Task Cancelling_submits_what_is_open_and_cannot_be_done_twice(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var schedule = (await Plans(hub, trainer, quiz, 0.1, 2)).Value;
        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        await hub.RunJob("quizzes.schedules");
        var attempt = await hub.Started(trainer, quiz, schedule);
        Task<Problem?> Cancel() => hub.As(trainer, s => s.GetRequiredService<CloseSchedule>().Handle(schedule, "cancelled", default));
        Assert.Null(await Cancel());
        Assert.Equal("finished", (await hub.Attempt(attempt)).State);
        Assert.Equal("conflict", (await Cancel())?.Code);
        hub.Clock.Advance(TimeSpan.FromHours(3));
        await hub.RunJob("quizzes.schedules");
        Assert.Equal("cancelled", await State(hub, schedule));
    }

    [Theory, BothDatabases]
    public async Task One_that_passed_while_the_hub_was_down_is_recorded_as_missed(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var schedule = (await Plans(hub, trainer, quiz, 1, 2)).Value;
        hub.Clock.Advance(TimeSpan.FromHours(3));
        await hub.RunJob("quizzes.schedules");
        Assert.Equal("missed", await State(hub, schedule));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from platform_event where kind = 'ScheduleOpened'"));
    }

    [Theory, BothDatabases]
    public async Task The_right_answers_stay_secret_until_the_scheduled_quiz_has_closed(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var anna = await hub.Person("A1");
        var schedule = (await Plans(hub, trainer, quiz, 0.1, 2)).Value;
        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        await hub.RunJob("quizzes.schedules");
        var attempt = await hub.Graded(anna, quiz, 1, schedule);
        using var browser = await hub.SignedIn(anna);
        var html = await browser.GetStringAsync($"/learn/attempts/{attempt}");
        Assert.DoesNotContain("Right answer<", html);
        Assert.DoesNotContain("Well done", html);
        hub.Clock.Advance(TimeSpan.FromHours(3));
        html = await browser.GetStringAsync($"/learn/attempts/{attempt}");
        Assert.Contains("Right answer<", html);
    }
}
