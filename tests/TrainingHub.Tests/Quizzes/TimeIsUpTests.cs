using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>What happens when the time runs out, by the quiz's setting; and when a quiz opens and closes.</summary>
public sealed class TimeIsUpTests
{
    private const string Timed = PlainQuiz + ", timeLimit: 20";

    private static async Task<(TestHub Hub, long Quiz, long Person, long Attempt)> Answered(TestDatabase database, string quiz)
    {
        var hub = await TestHub.Start(database);
        var (id, person) = (await hub.Quiz(quiz: quiz), await hub.Person("E1"));
        var attempt = await hub.Started(person, id);
        await hub.AnswersRight(person, attempt, 4);
        return (hub, id, person, attempt);
    }

    private static Task<string?> State(TestHub hub, long attempt) => hub.Scalar<string>("select state from quizzes_attempt where id = @attempt", new { attempt });

    [Theory, BothDatabases]
    public async Task In_the_grace_one_may_submit_but_not_answer(TestDatabase database)
    {
        var (hub, quiz, person, attempt) = await Answered(database, Timed + ", whenTimeIsUp: grace, grace: 5");
        await using var _ = hub;
        hub.Clock.Advance(TimeSpan.FromMinutes(21));
        await hub.RunJob("quizzes.close-overdue");
        Assert.Equal("overdue", await State(hub, attempt));
        Assert.Equal("late", (await hub.Answers(person, attempt, 1, Chosen("b"), 2)).Value!.Outcome);
        Assert.Equal(attempt, await hub.Started(person, quiz)); // still the open one
        Assert.Null(await hub.Submits(person, attempt));
        var row = await hub.Attempt(attempt);
        Assert.Equal(("finished", 4000, true), (row.State, row.Mark, row.Passed));
    }

    [Theory, BothDatabases]
    public async Task After_the_grace_the_attempt_is_abandoned_and_used_up(TestDatabase database)
    {
        var (hub, quiz, person, attempt) = await Answered(database, Timed + ", whenTimeIsUp: grace, grace: 5, attempts: 1");
        await using var _ = hub;
        hub.Clock.Advance(TimeSpan.FromMinutes(26));
        Assert.StartsWith("The time for submitting is over", (await hub.Submits(person, attempt))?.ToString());
        Assert.StartsWith("The time for submitting is over", (await hub.Submits(person, attempt))?.ToString());
        Assert.Equal("abandoned", await State(hub, attempt));
        await hub.RunJob("quizzes.grade");
        Assert.Null((await hub.Attempt(attempt)).Mark);
        Assert.Equal(4, await hub.Scalar<long>("select count(*) from quizzes_answer where outcome = 'counted'")); // nothing was thrown away
        Assert.StartsWith("All 1 attempts", (await hub.Starts(person, quiz)).Problem?.ToString());
    }

    [Theory, BothDatabases]
    public async Task Where_it_is_to_be_abandoned_what_was_not_submitted_in_time_does_not_count(TestDatabase database)
    {
        var (hub, quiz, person, attempt) = await Answered(database, Timed + ", whenTimeIsUp: abandon");
        await using var _ = hub;
        hub.Clock.Advance(TimeSpan.FromMinutes(20));
        await hub.RunJob("quizzes.close-overdue");
        Assert.Equal("abandoned", await State(hub, attempt));
        Assert.NotNull(await hub.Submits(person, attempt));
        Assert.NotEqual(attempt, await hub.Started(person, quiz));
    }

    [Theory, BothDatabases]
    public async Task The_wait_after_an_abandoned_attempt_counts_from_when_its_time_was_up(TestDatabase database)
    {
        var (hub, quiz, person, _) = await Answered(database, Timed + ", whenTimeIsUp: abandon, wait: 30");
        await using var __ = hub;
        hub.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal("You can try again in 10 minutes.", (await hub.Starts(person, quiz)).Problem?.ToString());
        hub.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Null((await hub.Starts(person, quiz)).Problem);
    }

    [Theory, BothDatabases]
    public async Task A_quiz_is_started_only_between_its_opening_and_its_closing_and_ends_with_it(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, settings: ["TrainingHub:Hub:TimeZone=UTC"]);
        var day = hub.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1);
        var quiz = await hub.Quiz(quiz: PlainQuiz + $", opens: {day:yyyy-MM-dd} 09:00, closes: {day:yyyy-MM-dd} 10:00");
        var person = await hub.Person("E1");
        hub.Clock.MoveTo(new DateTimeOffset(day.AddHours(8.9), TimeSpan.Zero));
        Assert.Equal("This quiz is not open yet.", (await hub.Starts(person, quiz)).Problem?.ToString());
        hub.Clock.MoveTo(new DateTimeOffset(day.AddHours(9.5), TimeSpan.Zero));
        var attempt = await hub.Started(person, quiz);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt where deadline_at = @at", new { at = new DateTimeOffset(day.AddHours(10), TimeSpan.Zero) }));
        await hub.AnswersRight(person, attempt, 3);
        hub.Clock.MoveTo(new DateTimeOffset(day.AddHours(10.1), TimeSpan.Zero));
        await hub.RunJob("quizzes.close-overdue");
        Assert.Equal(3000, (await hub.Attempt(attempt)).Mark);
        Assert.Equal("This quiz has closed.", (await hub.Starts(person, quiz)).Problem?.ToString());
    }

    [Theory, BothDatabases]
    public async Task A_quiz_that_is_unpublished_in_mid_attempt_is_finished_as_it_began(TestDatabase database)
    {
        var (hub, quiz, person, attempt) = await Answered(database, Timed);
        await using var _ = hub;
        await hub.Import(Folder(FourQuestions, quiz: null));
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("b"), 2)).Value!.Outcome);
        Assert.Null(await hub.Submits(person, attempt));
        Assert.Equal((3000, true), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).Passed));
        Assert.Equal("not-found", (await hub.Starts(person, quiz)).Problem?.Code);
    }

    [Theory, BothDatabases]
    public async Task Changed_settings_hold_for_later_attempts_not_for_one_under_way(TestDatabase database)
    {
        var (hub, quiz, person, attempt) = await Answered(database, Timed + ", whenTimeIsUp: grace, grace: 30");
        await using var _ = hub;
        await hub.Import(Folder(FourQuestions, "questions: 4, passMark: 100, timeLimit: 1, whenTimeIsUp: abandon"));
        await hub.Answers(person, attempt, 1, Chosen("b"), 2);
        hub.Clock.Advance(TimeSpan.FromMinutes(25));
        await hub.RunJob("quizzes.close-overdue");
        Assert.Equal("overdue", await State(hub, attempt));
        Assert.Null(await hub.Submits(person, attempt));
        Assert.True((await hub.Attempt(attempt)).Passed);
    }
}
