using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

public sealed class SaveAnswerTests
{
    private static async Task<(TestHub Hub, long Person, long Attempt)> InAnAttempt(TestDatabase database, string quiz = PlainQuiz)
    {
        var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        return (hub, person, await hub.Started(person, await hub.Quiz(quiz: quiz)));
    }

    private static Task<string?> Counting(TestHub hub, long attempt, int slot) =>
        hub.Scalar<string>("select n.answer from quizzes_slot s join quizzes_answer n on n.id = s.answer_id where s.attempt_id = @attempt and s.slot = @slot", new { attempt, slot });

    [Theory, BothDatabases]
    public async Task The_same_answer_sent_twice_is_kept_once(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database);
        await using var _ = hub;
        for (var i = 0; i < 2; i++) Assert.Equal(("counted", 1), ((await hub.Answers(person, attempt, 1, Chosen("a"))).Value!.Outcome, (await hub.Answers(person, attempt, 1, Chosen("a"))).Value!.Sequence));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_answer"));
    }

    [Theory, BothDatabases]
    public async Task The_greatest_sequence_counts_whatever_the_order_of_arrival(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database);
        await using var _ = hub;
        await hub.Answers(person, attempt, 1, Chosen("a"), sequence: 3);
        var late = (await hub.Answers(person, attempt, 1, Chosen("b"), sequence: 2)).Value!;
        Assert.Equal(("stale", 3, """{"chosen":["a"]}"""), (late.Outcome, late.Sequence, late.Stored?.ToString()));
        Assert.Equal(["counted", "stale"], await hub.Rows<string>("select outcome from quizzes_answer order by id"));
        Assert.Equal("""{"chosen":["a"]}""", await Counting(hub, attempt, 1));
    }

    [Theory, BothDatabases]
    public async Task Beyond_a_generous_number_of_answers_to_a_question_no_more_are_kept_and_the_last_counts(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database);
        await using var _ = hub;
        await hub.Execute(
            """
            insert into quizzes_answer(attempt_id, slot, sequence, device, answer, language, received_at, outcome)
            with recursive n(i) as (select 1 union all select i + 1 from n where i < @most)
            select @attempt, 1, i, 'phone', '{"chosen":["b"]}', 'en', @now, 'counted' from n
            """, new { attempt, most = SaveAnswer.MostPerQuestion - 1, now = hub.Clock.GetUtcNow() });
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("a"), sequence: 5000)).Value?.Outcome);
        Assert.Equal("Question 1 was answered 2000 times, and no more answers to it can be kept. The last one that was saved counts.", (await hub.Answers(person, attempt, 1, Chosen("b"), sequence: 5001)).Problem?.ToString());
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("a"), sequence: 5000)).Value?.Outcome); // sent again, it is what it was
        Assert.Equal("counted", (await hub.Answers(person, attempt, 2, Chosen("a", "b"))).Value?.Outcome);
        Assert.Equal("""{"chosen":["a"]}""", await Counting(hub, attempt, 1));
        Assert.Null(await hub.Submits(person, attempt));
        Assert.Equal(2000, (await hub.Attempt(attempt)).Mark);
    }

    [Theory, BothDatabases]
    public async Task Two_tabs_with_the_same_sequence_agree_by_their_device(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database);
        await using var _ = hub;
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("a"), 1, "tab-a")).Value!.Outcome);
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("b"), 1, "tab-b")).Value!.Outcome);
        Assert.Equal("stale", (await hub.Answers(person, attempt, 1, Chosen("a"), 1, "tab-A")).Value!.Outcome);
        Assert.Equal("""{"chosen":["b"]}""", await Counting(hub, attempt, 1));
    }

    [Theory, BothDatabases]
    public async Task A_sequence_used_for_another_answer_is_a_conflict(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database);
        await using var _ = hub;
        await hub.Answers(person, attempt, 1, Chosen("a"));
        Assert.Equal("conflict", (await hub.Answers(person, attempt, 1, Chosen("b"))).Problem?.Code);
    }

    [Theory, BothDatabases]
    public async Task What_was_not_offered_is_refused_and_changes_nothing(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database);
        await using var _ = hub;
        var stranger = await hub.Person("E2");
        Assert.Equal("refused", (await hub.Answers(person, attempt, 1, Chosen("z"))).Problem?.Code);
        Assert.Equal("refused", (await hub.Answers(person, attempt, 1, Chosen("a", "b"))).Problem?.Code);
        Assert.Equal("refused", (await hub.Answers(person, attempt, 1, Chosen(new string('x', 10_000_000)))).Problem?.Code);
        Assert.Equal("refused", (await hub.Answers(person, attempt, 1, "42")).Problem?.Code);
        Assert.Equal("refused", (await hub.Answers(person, attempt, 1, Chosen("a"), sequence: 0)).Problem?.Code);
        Assert.Equal("refused", (await hub.Answers(person, attempt, 1, Chosen("a"), sequence: long.MaxValue)).Problem?.Code);
        Assert.Equal("refused", (await hub.Answers(person, attempt, 1, Chosen("a"), device: new string('d', 65))).Problem?.Code);
        Assert.Equal("not-found", (await hub.Answers(person, attempt, 5, Chosen("a"))).Problem?.Code);
        Assert.Equal("not-found", (await hub.Answers(person, attempt, 0, Chosen("a"))).Problem?.Code);
        Assert.Equal("not-found", (await hub.Answers(stranger, attempt, 1, Chosen("a"))).Problem?.Code);
        Assert.Equal("not-found", (await hub.Answers(person, 4711, 1, Chosen("a"))).Problem?.Code);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_answer"));
    }

    [Theory, BothDatabases]
    public async Task After_the_deadline_an_answer_is_kept_as_late_and_does_not_count(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database, PlainQuiz + ", timeLimit: 20");
        await using var _ = hub;
        await hub.Answers(person, attempt, 1, Chosen("b"));
        hub.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("late", (await hub.Answers(person, attempt, 1, Chosen("a"), 2)).Value!.Outcome);
        Assert.Equal("""{"chosen":["b"]}""", await Counting(hub, attempt, 1));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from quizzes_answer"));
    }

    [Theory, BothDatabases]
    public async Task After_the_submission_an_answer_is_kept_as_late_and_the_mark_stands(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database);
        await using var _ = hub;
        await hub.Submits(person, attempt);
        Assert.Equal("late", (await hub.Answers(person, attempt, 1, Chosen("a"))).Value!.Outcome);
        await hub.RunJob("quizzes.grade");
        Assert.Equal(0, (await hub.Attempt(attempt)).Mark);
    }

    [Theory, BothDatabases]
    public async Task An_answer_can_be_taken_back(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database);
        await using var _ = hub;
        await hub.Answers(person, attempt, 2, Chosen("a", "b"));
        await hub.Answers(person, attempt, 2, Chosen(), 2);
        await hub.Submits(person, attempt);
        Assert.Equal(0, (await hub.Attempt(attempt)).Mark);
    }
}
