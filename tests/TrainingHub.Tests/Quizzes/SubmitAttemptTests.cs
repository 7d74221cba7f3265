using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

public sealed class SubmitAttemptTests
{
    private static Task<long> Told(TestHub hub) => hub.Scalar<long>("select count(*) from platform_event where kind = 'AttemptGraded'");

    [Theory, BothDatabases]
    public async Task Submitting_marks_every_question_and_tells_once(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        var attempt = await hub.Graded(person, quiz, 3);
        var row = await hub.Attempt(attempt);
        Assert.Equal(("finished", 3000, 4000, true), (row.State, row.Mark, row.MaxMark, row.Passed));
        Assert.Equal([1000, 1000, 1000, 0], await hub.Rows<long>("select mark from quizzes_slot where attempt_id = @attempt order by slot", new { attempt }));
        Assert.Null(await hub.Submits(person, attempt));
        Assert.Equal(1, await Told(hub));
        Assert.Equal(row, await hub.Attempt(attempt));
    }

    [Theory, BothDatabases]
    public async Task Below_the_pass_mark_the_attempt_is_failed(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        Assert.False((await hub.Attempt(await hub.Graded(await hub.Person("E1"), await hub.Quiz(), 2))).Passed);
    }

    [Theory, BothDatabases]
    public async Task A_must_pass_question_answered_wrong_fails_the_attempt_whatever_the_sum(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(FourQuestions.Replace("id: q4", "id: q4\n    mustPass: true"));
        var row = await hub.Attempt(await hub.Graded(await hub.Person("E1"), quiz, 3));
        Assert.Equal((3000, false), (row.Mark, row.Passed));
        Assert.True((await hub.Attempt(await hub.Graded(await hub.Person("E2"), quiz, 4))).Passed);
    }

    [Theory, BothDatabases]
    public async Task Submitting_cannot_overtake_an_answer_that_is_still_on_its_way(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        await hub.Answers(person, attempt, 1, Chosen("b"));
        var expected = new Dictionary<int, long> { [1] = 2, [2] = 1 };
        Assert.Equal("The latest answers to these questions have not arrived yet: 1, 2. Send them, then submit again.", (await hub.Submits(person, attempt, expected))?.ToString());
        Assert.Equal("in-progress", (await hub.Attempt(attempt)).State);
        await hub.Answers(person, attempt, 1, Chosen("a"), 2);
        await hub.Answers(person, attempt, 2, Chosen("a", "b"), 1);
        Assert.Null(await hub.Submits(person, attempt, expected));
        Assert.Equal(2000, (await hub.Attempt(attempt)).Mark);
    }

    [Theory, BothDatabases]
    public async Task Somebody_elses_attempt_is_not_found(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var attempt = await hub.Started(await hub.Person("E1"), await hub.Quiz());
        Assert.Equal("not-found", (await hub.Submits(await hub.Person("E2"), attempt))?.Code);
        Assert.Equal("in-progress", (await hub.Attempt(attempt)).State);
    }

    [Theory, BothDatabases]
    public async Task What_was_saved_is_submitted_when_the_time_runs_out(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(quiz: PlainQuiz + ", timeLimit: 20"), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        await hub.AnswersRight(person, attempt, 4);
        await hub.RunJob("quizzes.close-overdue");
        Assert.Equal("in-progress", (await hub.Attempt(attempt)).State);
        hub.Clock.Advance(TimeSpan.FromHours(5));
        await hub.RunJob("quizzes.close-overdue");
        var row = await hub.Attempt(attempt);
        Assert.Equal((4000, true), (row.Mark, row.Passed));
        Assert.Equal(await hub.Scalar<string>("select cast(deadline_at as text) from quizzes_attempt"), await hub.Scalar<string>("select cast(submitted_at as text) from quizzes_attempt"));
    }

    [Theory, BothDatabases]
    public async Task Killed_between_submitting_and_grading_the_job_grades_once(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        await hub.AnswersRight(person, attempt, 4);
        await hub.As(person, s => s.GetRequiredService<SealAttempt>().Handle(attempt, default)); // … and here the process died
        Assert.Null((await hub.Attempt(attempt)).GradedAt);
        await hub.RunJob("quizzes.grade");
        await hub.RunJob("quizzes.grade");
        Assert.Equal((4000, true), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).Passed));
        Assert.Equal(1, await Told(hub));
    }

    [Theory, BothDatabases]
    public async Task An_attempt_is_marked_by_the_questions_it_began_with(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        // Meanwhile the key of question 3 changes and question 4 leaves the bank.
        var changed = FourQuestions.Replace("answer: false", "answer: true");
        await hub.Import(Folder(changed[..changed.IndexOf("  - id: q4", StringComparison.Ordinal)], "questions: 3, passMark: 75"));
        await hub.AnswersRight(person, attempt, 4);
        await hub.Submits(person, attempt);
        Assert.Equal(4000, (await hub.Attempt(attempt)).Mark);
    }

    [Fact]
    public async Task Two_submissions_at_once_grade_once_and_no_answer_slips_in_between()
    {
        await using var hub = await TestHub.Start(TestDatabase.Postgres);
        var quiz = await hub.Quiz();
        for (var round = 0; round < 200; round++)
        {
            var person = await hub.Person($"B{round}");
            var attempt = await hub.Started(person, quiz);
            await hub.AnswersRight(person, attempt, 3);
            using var barrier = new Barrier(3);
            var answer = Task.Run(() => { barrier.SignalAndWait(); return hub.Answers(person, attempt, 4, Chosen("b")); });
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => { barrier.SignalAndWait(); return hub.Submits(person, attempt); })));
            var counted = (await answer).Value!.Outcome == "counted";
            Assert.Equal(counted ? 4000 : 3000, (await hub.Attempt(attempt)).Mark);
        }
        Assert.Equal(200, await Told(hub));
    }
}
