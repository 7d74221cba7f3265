using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>Immediate feedback, retry with penalty, marking by confidence, questions in sequence: as the server enforces them.</summary>
public sealed class BehaviourTests
{
    private static async Task<(TestHub Hub, long Person, long Attempt)> InAnAttempt(TestDatabase database, string more)
    {
        var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        return (hub, person, await hub.Started(person, await hub.Quiz(quiz: PlainQuiz + ", " + more)));
    }

    private static Task<Problem?> Checks(TestHub hub, long person, long attempt, int slot, long sequence) =>
        hub.As(person, s => s.GetRequiredService<CheckAnswer>().Handle(attempt, person, slot, sequence, default));

    private static Task<Problem?> Moves(TestHub hub, long person, long attempt, int from) => hub.As(person, s => s.GetRequiredService<MoveOn>().Handle(attempt, person, from, default));

    private static Task<List<long>> SlotMarks(TestHub hub) => hub.Rows<long>("select mark from quizzes_slot order by slot");

    [Theory, BothDatabases]
    public async Task With_immediate_feedback_a_checked_answer_stands(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database, "behaviour: immediate");
        await using var _ = hub;
        await hub.Answers(person, attempt, 1, Chosen("b"));
        Assert.Null(await Checks(hub, person, attempt, 1, 1));
        Assert.Null(await Checks(hub, person, attempt, 1, 1));
        var again = (await hub.Answers(person, attempt, 1, Chosen("a"), 2)).Value!;
        Assert.Equal(("locked", 1, Chosen("b")), (again.Outcome, again.Sequence, again.Stored?.ToString()));
        Assert.Equal("counted", (await hub.Answers(person, attempt, 2, Chosen("a", "b"))).Value!.Outcome);
        await hub.Submits(person, attempt);
        Assert.Equal([0, 1000, 0, 0], await SlotMarks(hub));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_check"));
        Assert.Equal(["counted", "locked", "counted"], await hub.Rows<string>("select outcome from quizzes_answer order by id"));
    }

    [Theory, BothDatabases]
    public async Task With_retry_each_checked_wrong_answer_costs_and_a_right_one_stands(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database, "behaviour: retry, penalty: 25");
        await using var _ = hub;
        await hub.Answers(person, attempt, 1, Chosen("b"));
        Assert.Null(await Checks(hub, person, attempt, 1, 1));
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("a"), 2)).Value!.Outcome);
        Assert.Null(await Checks(hub, person, attempt, 1, 2));
        Assert.Equal("locked", (await hub.Answers(person, attempt, 1, Chosen("b"), 3)).Value!.Outcome);
        foreach (var sequence in new[] { 1, 2, 3, 4, 5 })
        {
            await hub.Answers(person, attempt, 2, Chosen(sequence % 2 == 0 ? "b" : "c"), sequence);
            Assert.Null(await Checks(hub, person, attempt, 2, sequence));
        }
        await hub.Answers(person, attempt, 2, Chosen("a", "b"), 6); // right at last, but it has cost more than there was
        await hub.Answers(person, attempt, 3, Chosen("false"));     // never checked
        await hub.Answers(person, attempt, 4, Chosen("a"));
        Assert.Null(await Checks(hub, person, attempt, 4, 1));      // checked, wrong and left so
        await hub.Submits(person, attempt);
        Assert.Equal([750, 0, 1000, 0], await SlotMarks(hub));
    }

    [Theory, BothDatabases]
    public async Task What_can_not_be_checked_is_refused(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database, "behaviour: immediate, timeLimit: 20");
        await using var _ = hub;
        Assert.StartsWith("Answer the question first", (await Checks(hub, person, attempt, 1, 1))?.ToString());
        await hub.Answers(person, attempt, 1, Chosen("a"), 3);
        Assert.Equal("conflict", (await Checks(hub, person, attempt, 1, 2))?.Code); // another window was later
        Assert.Equal("conflict", (await Checks(hub, person, attempt, 1, 4))?.Code); // still on its way
        Assert.Equal("not-found", (await Checks(hub, person, attempt, 9, 1))?.Code);
        Assert.Equal("not-found", (await Checks(hub, await hub.Person("E2"), attempt, 1, 3))?.Code);
        hub.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.StartsWith("The time is up", (await Checks(hub, person, attempt, 1, 3))?.ToString());
        var plain = await hub.Started(person, await hub.Quiz(slug: "plain"));
        Assert.StartsWith("The answers of this quiz are checked when", (await Checks(hub, person, plain, 1, 1))?.ToString());
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_check"));
    }

    [Theory, BothDatabases]
    public async Task A_must_pass_question_mended_in_the_second_try_is_passed_at_its_cost(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var attempt = await hub.Started(person, await hub.Quiz(FourQuestions.Replace("id: q1", "id: q1\n    mustPass: true"), PlainQuiz + ", behaviour: retry"));
        await hub.Answers(person, attempt, 1, Chosen("b"));
        await Checks(hub, person, attempt, 1, 1);
        await hub.Answers(person, attempt, 1, Chosen("a"), 2);
        await hub.Answers(person, attempt, 2, Chosen("a", "b"));
        await hub.Answers(person, attempt, 3, Chosen("false"));
        await hub.Answers(person, attempt, 4, Chosen("b"));
        await hub.Submits(person, attempt);
        Assert.Equal((3670, true), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).Passed));
    }

    [Theory, BothDatabases]
    public async Task By_confidence_the_mark_stays_what_is_right_and_too_much_false_certainty_fails(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(quiz: PlainQuiz + ", behaviour: confidence");
        async Task<(long Mark, bool Passed, long Score)> Take(string number, int certaintyRight, int certaintyWrong)
        {
            var person = await hub.Person(number);
            var attempt = await hub.Started(person, quiz);
            await hub.Answers(person, attempt, 1, Chosen("a"), certainty: certaintyRight);
            await hub.Answers(person, attempt, 2, Chosen("a", "b"), certainty: certaintyRight);
            await hub.Answers(person, attempt, 3, Chosen("false"), certainty: certaintyRight);
            await hub.Answers(person, attempt, 4, Chosen("a"), certainty: certaintyWrong);
            Assert.Null(await hub.Submits(person, attempt));
            return Assert.Single(await hub.Rows<(long, bool, long)>("select mark, passed, certainty_score from quizzes_attempt where id = @attempt", new { attempt }));
        }
        Assert.Equal((3000, true, 9000), await Take("E1", 3, 1));
        Assert.Equal((3000, true, 3000), await Take("E2", 3, 3));
        Assert.Equal((3000, true, 1000), await Take("E3", 1, 2));
        Assert.Equal((3000, false, -3000), await Take("E4", 1, 3));
    }

    [Theory, BothDatabases]
    public async Task How_sure_one_is_can_be_changed_like_an_answer_and_nothing_else_is_taken_for_it(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database, "behaviour: confidence");
        await using var _ = hub;
        await hub.Answers(person, attempt, 1, Chosen("a"), 1, certainty: 1);
        Assert.Equal("conflict", (await hub.Answers(person, attempt, 1, Chosen("a"), 1, certainty: 2)).Problem?.Code);
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("a"), 2, certainty: 3)).Value!.Outcome);
        foreach (var certainty in new[] { 0, 4, -1 }) Assert.Equal("refused", (await hub.Answers(person, attempt, 1, Chosen("a"), 3, certainty: certainty)).Problem?.Code);
        await hub.Submits(person, attempt);
        Assert.Equal(3000, await hub.Scalar<long>("select certainty_score from quizzes_attempt"));
    }

    [Theory, BothDatabases]
    public async Task In_sequence_a_question_that_was_left_stays_and_one_to_come_is_not_answered_yet(TestDatabase database)
    {
        var (hub, person, attempt) = await InAnAttempt(database, "navigation: sequential");
        await using var _ = hub;
        Assert.Equal("refused", (await hub.Answers(person, attempt, 2, Chosen("a"))).Problem?.Code);
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("b"))).Value!.Outcome);
        Assert.Equal("refused", (await Moves(hub, person, attempt, 2))?.Code);
        Assert.Null(await Moves(hub, person, attempt, 1));
        Assert.Null(await Moves(hub, person, attempt, 1)); // the reply was lost
        Assert.Equal(2, await hub.Scalar<int>("select position from quizzes_attempt"));
        Assert.Equal("locked", (await hub.Answers(person, attempt, 1, Chosen("a"), 2)).Value!.Outcome);
        Assert.Equal("counted", (await hub.Answers(person, attempt, 2, Chosen("a", "b"))).Value!.Outcome);
        Assert.Equal("not-found", (await Moves(hub, await hub.Person("E2"), attempt, 2))?.Code);
        for (var slot = 2; slot <= 5; slot++) await Moves(hub, person, attempt, slot);
        Assert.Equal(4, await hub.Scalar<int>("select position from quizzes_attempt"));
        await hub.Submits(person, attempt);
        Assert.Equal([0, 1000, 0, 0], await SlotMarks(hub));
    }
}
