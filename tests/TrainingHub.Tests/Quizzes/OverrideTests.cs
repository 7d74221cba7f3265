using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Overrides;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>Extra time and attempts for a person or a group: who may grant them, and what becomes of attempts.</summary>
public sealed class OverrideTests
{
    private const string Exam = PlainQuiz + ", timeLimit: 60, attempts: 1";

    private static readonly Audience Nobody = new();

    private static Task<Problem?> Grants(TestHub hub, long trainer, long quiz, long? person, int? minutes = null, int? attempts = null, Audience? group = null, string reason = "Agreed with HR") =>
        hub.As(trainer, s => s.GetRequiredService<GrantOverride>().Handle(new NewOverride(quiz, person, group ?? Nobody, minutes, attempts, null, null, reason), default));

    private static async Task<TimeSpan> TimeGiven(TestHub hub, long attempt)
    {
        var row = Assert.Single(await hub.Rows<(DateTimeOffset Start, DateTimeOffset Deadline)>("select started_at, deadline_at from quizzes_attempt where id = @attempt", new { attempt }));
        return row.Deadline - row.Start;
    }

    [Theory, BothDatabases]
    public async Task A_person_gets_the_extra_time_and_the_extra_attempts_that_were_granted(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        Assert.Null(await Grants(hub, trainer, quiz, person, minutes: 15, attempts: 1));
        var attempt = await hub.Graded(person, quiz, 0);
        Assert.Equal(TimeSpan.FromMinutes(75), await TimeGiven(hub, attempt));
        await hub.Graded(person, quiz, 0);
        Assert.StartsWith("All 2 attempts", (await hub.Starts(person, quiz)).Problem?.ToString());
        Assert.Equal(TimeSpan.FromMinutes(60), await TimeGiven(hub, await hub.Started(await hub.Person("E2"), quiz)));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'quizzes.override-granted'"));
    }

    [Theory, BothDatabases]
    public async Task Nobody_grants_or_accepts_anything_for_themselves(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"));
        Assert.Equal("There is no such person.", (await Grants(hub, trainer, quiz, trainer, minutes: 15))?.ToString());
        var attempt = await hub.Graded(trainer, quiz, 1);
        Assert.Equal("late", (await hub.Answers(trainer, attempt, 4, Chosen("b"), sequence: 9)).Value?.Outcome);
        var late = await hub.Scalar<long>("select id from quizzes_answer where outcome = 'late'");
        Task<Problem?> Accepts(long by) => hub.As(by, s => s.GetRequiredService<AcceptLateAnswer>().Handle(attempt, late, "It was mine", default));
        Assert.Equal("There is no such answer.", (await Accepts(trainer))?.ToString());
        Assert.Null(await Accepts(await hub.Person("T2", "trainer")));
    }

    [Fact]
    public async Task What_was_granted_shows_on_the_page_where_one_begins()
    {
        await using var hub = await TestHub.Start();
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        await hub.Graded(person, quiz, 0);
        using var browser = await hub.SignedIn(person);
        var start = $"/learn/quizzes/{quiz}";
        Assert.Contains("All 1 attempts at this quiz are used", await browser.GetStringAsync(start), StringComparison.Ordinal);
        Assert.Null(await Grants(hub, trainer, quiz, person, minutes: 15, attempts: 1));
        Assert.Contains("75 min", await browser.GetStringAsync(start), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(browser, start, start, [])).StatusCode);
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from quizzes_attempt"));
    }

    [Theory, BothDatabases]
    public async Task Of_a_group_the_most_generous_counts_and_a_persons_own_comes_first(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person, other) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("E1"), await hub.Person("E2"));
        var site = (await hub.Scalar<string>("select code from people_site order by id limit 1"))!;
        foreach (var minutes in new[] { 10, 30, 20 }) Assert.Null(await Grants(hub, trainer, quiz, null, minutes: minutes, group: new Audience([site])));
        Assert.Null(await Grants(hub, trainer, quiz, person, minutes: 5));
        Assert.Equal(TimeSpan.FromMinutes(65), await TimeGiven(hub, await hub.Started(person, quiz)));
        Assert.Equal(TimeSpan.FromMinutes(90), await TimeGiven(hub, await hub.Started(other, quiz)));
    }

    [Theory, BothDatabases]
    public async Task Whoever_grants_a_group_something_gets_nothing_of_it(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, other) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("T2", "trainer"));
        var site = (await hub.Scalar<string>("select code from people_site order by id limit 1"))!;
        var (own, theirs) = (await hub.Started(trainer, quiz), await hub.Started(other, quiz));
        Assert.Null(await Grants(hub, trainer, quiz, null, minutes: 20, attempts: 1, group: new Audience([site])));
        Assert.Equal((60, 80), ((await TimeGiven(hub, own)).TotalMinutes, (await TimeGiven(hub, theirs)).TotalMinutes));
        Assert.Null(await hub.Submits(trainer, own));
        Assert.StartsWith("All 1 attempts", (await hub.Starts(trainer, quiz)).Problem?.ToString());
        Assert.Null(await Grants(hub, other, quiz, null, minutes: 10, attempts: 1, group: new Audience([site])));
        Assert.Equal(70, (await TimeGiven(hub, await hub.Started(trainer, quiz))).TotalMinutes);
    }

    [Theory, BothDatabases]
    public async Task As_long_as_somebody_has_time_that_was_taken_back_since_the_key_stays_secret(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, settings: ["TrainingHub:Hub:TimeZone=UTC"]);
        var day = hub.Clock.GetUtcNow().UtcDateTime.Date.AddDays(2);
        var quiz = await hub.Quiz(quiz: PlainQuiz + $", closes: {day:yyyy-MM-dd} 10:00, review: {{ afterClose: [attempt, rightAnswer] }}");
        var (trainer, person, colleague) = (await hub.Person("T1", "trainer"), await hub.Person("E1"), await hub.Person("E2"));
        var attempt = await hub.Graded(person, quiz, 1);
        await Grants(hub, trainer, quiz, colleague, minutes: 30);
        await hub.Started(colleague, quiz);
        var id = await hub.Scalar<long>("select id from quizzes_override");
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<EndOverride>().Handle(id, default)));
        using var browser = await hub.SignedIn(person);
        async Task<bool> ShowsKey(double hour)
        {
            hub.Clock.MoveTo(new DateTimeOffset(day.AddHours(hour), TimeSpan.Zero));
            return (await browser.GetStringAsync($"/learn/attempts/{attempt}")).Contains("Right answer", StringComparison.Ordinal);
        }
        Assert.False(await ShowsKey(10.1));
        Assert.True(await ShowsKey(10.6));
    }

    [Theory, BothDatabases]
    public async Task An_attempt_under_way_is_lengthened_at_once_and_never_shortened(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        Assert.Null(await Grants(hub, trainer, quiz, person, minutes: 20));
        Assert.Equal(TimeSpan.FromMinutes(80), await TimeGiven(hub, attempt));
        Assert.Null(await Grants(hub, trainer, quiz, person, minutes: 5));
        Assert.Equal(TimeSpan.FromMinutes(80), await TimeGiven(hub, attempt));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_override where ended_at is null"));
        hub.Clock.Advance(TimeSpan.FromMinutes(70));
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("a"))).Value!.Outcome);
    }

    [Theory, BothDatabases]
    public async Task What_ended_holds_no_more_and_stays_in_the_history(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        await Grants(hub, trainer, quiz, person, minutes: 20);
        var id = await hub.Scalar<long>("select id from quizzes_override");
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<EndOverride>().Handle(id, default)));
        Assert.Equal("not-found", (await hub.As(trainer, s => s.GetRequiredService<EndOverride>().Handle(id, default)))?.Code);
        Assert.Equal(TimeSpan.FromMinutes(60), await TimeGiven(hub, await hub.Started(person, quiz)));
        Assert.Equal(["quizzes.override-ended", "quizzes.override-granted"], await hub.Rows<string>("select action from platform_audit where action like 'quizzes.override%' order by action"));
    }

    [Theory, BothDatabases]
    public async Task What_makes_no_sense_or_is_out_of_reach_is_refused_and_changes_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        Assert.NotNull(await Grants(hub, trainer, quiz, person, minutes: 10, reason: " "));
        Assert.NotNull(await Grants(hub, trainer, quiz, person));
        Assert.NotNull(await Grants(hub, trainer, quiz, person, minutes: 0));
        Assert.NotNull(await Grants(hub, trainer, quiz, person, attempts: 101));
        Assert.NotNull(await Grants(hub, trainer, quiz, null, minutes: 10));
        Assert.NotNull(await Grants(hub, trainer, quiz, null, minutes: 10, group: new Audience(["nowhere"])));
        Assert.Equal("not-found", (await Grants(hub, trainer, 4711, person, minutes: 10))?.Code);
        Assert.Equal("not-found", (await Grants(hub, await hub.Person("E2"), quiz, person, minutes: 10))?.Code); // no trainer: sees nobody
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_override"));
    }

    [Fact]
    public async Task A_trainer_grants_and_ends_on_the_page()
    {
        await using var hub = await TestHub.Start();
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        using var browser = await hub.SignedIn(trainer);
        const string url = "/studio/quizzes/tidy/overrides";
        Task<HttpResponseMessage> Post(string to, Dictionary<string, string> fields) => Forms.Post(browser, url, to, fields);
        var granted = await Post(url, new() { ["Person"] = "E1", ["Minutes"] = "15", ["Reason"] = "Agreed" });
        Assert.Equal(HttpStatusCode.Redirect, granted.StatusCode);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_override where person_id = @person and extra_minutes = 15", new { person }));
        Assert.Contains("15 more minutes", await browser.GetStringAsync(url), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(url, new() { ["Person"] = "E99", ["Minutes"] = "15", ["Reason"] = "Agreed" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(url, new() { ["Person"] = "E1", ["Minutes"] = "many", ["Reason"] = "Agreed" })).StatusCode);
        var id = await hub.Scalar<long>("select id from quizzes_override");
        Assert.Equal(HttpStatusCode.Redirect, (await Post(url + "?handler=End", new() { ["id"] = $"{id}" })).StatusCode);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_override where ended_at is not null"));
        using var learner = await hub.SignedIn(person);
        Assert.Equal(HttpStatusCode.Redirect, (await learner.GetAsync(url)).StatusCode);
        _ = quiz;
    }
}
