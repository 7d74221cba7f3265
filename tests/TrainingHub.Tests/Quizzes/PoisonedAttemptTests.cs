using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>One attempt that can't be ended or graded holds up none of the others, and the job says so.</summary>
public sealed class PoisonedAttemptTests
{
    [Theory, BothDatabases]
    public async Task An_attempt_that_cannot_be_ended_holds_up_no_other(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, first, second) = (await hub.Quiz(quiz: PlainQuiz + ", timeLimit: 20"), await hub.Person("E1"), await hub.Person("E2"));
        var bad = await hub.Started(first, quiz);
        await hub.Quiz(quiz: PlainQuiz + ", timeLimit: 30");
        var good = await hub.Started(second, quiz);
        await hub.AnswersRight(second, good, 4);
        await hub.Execute("update quizzes_quiz_version set settings = '{' where number = 1");
        hub.Clock.Advance(TimeSpan.FromMinutes(31));
        var run = await hub.RunJob("quizzes.close-overdue");
        Assert.Equal(("failed", 1, 1), (run.Outcome, run.Counts["failed"], run.Counts["submitted"]));
        Assert.Equal(("finished", 4000), ((await hub.Attempt(good)).State, (await hub.Attempt(good)).Mark));
        Assert.Equal("in-progress", (await hub.Attempt(bad)).State);
        Assert.Contains($"Attempt {bad}:", await hub.Scalar<string>("select log from platform_job_run where outcome = 'failed'"));
    }

    [Theory, BothDatabases]
    public async Task An_attempt_that_cannot_be_graded_holds_up_no_other_and_its_learner_sees_no_fault(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, first, second) = (await hub.Quiz(), await hub.Person("E1"), await hub.Person("E2"));
        var bad = await hub.Started(first, quiz);
        await hub.AnswersRight(first, bad, 1);
        await hub.Execute("update quizzes_answer set answer = '{'");
        Assert.Null(await hub.Submits(first, bad));
        var good = await hub.Graded(second, quiz, 4);
        await hub.Execute("update quizzes_attempt set graded_at = null where id = @good", new { good });
        var run = await hub.RunJob("quizzes.grade");
        Assert.Equal(("failed", 1, 1), (run.Outcome, run.Counts["failed"], run.Counts["graded"]));
        Assert.NotNull((await hub.Attempt(good)).GradedAt);
        Assert.Equal(("finished", (DateTimeOffset?)null), ((await hub.Attempt(bad)).State, (await hub.Attempt(bad)).GradedAt));
        Assert.Contains($"Attempt {bad}:", await hub.Scalar<string>("select log from platform_job_run where outcome = 'failed'"));
    }

    /// <summary>Ends what is being done after the next commit, once.</summary>
    private sealed class Dying : FailPoints
    {
        public bool IsNear { get; set; }

        public override void Pass(FailPoint point)
        {
            if (!IsNear || point != FailPoint.AfterCommit) return;
            IsNear = false;
            throw new InvalidOperationException("Killed.");
        }
    }

    [Theory, BothDatabases]
    public async Task Killed_while_a_scheduled_quiz_was_called_off_the_job_submits_what_was_left_open(TestDatabase database)
    {
        var dying = new Dying();
        await using var hub = await TestHub.Start(database, services: s => s.Replace(ServiceDescriptor.Singleton<FailPoints>(dying)));
        var (quiz, trainer, person) = (await hub.Quiz(quiz: PlainQuiz + ", whenTimeIsUp: abandon"), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var schedule = await hub.OpenScheduleFor(quiz, trainer, person);
        var attempt = await hub.Started(person, quiz, schedule);
        await hub.AnswersRight(person, attempt, 3);
        dying.IsNear = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.As(trainer, s => s.GetRequiredService<CancelSchedule>().Handle(schedule, default)));
        Assert.Equal("cancelled", await hub.Scalar<string>("select state from quizzes_schedule"));
        Assert.Equal("in-progress", (await hub.Attempt(attempt)).State);
        Assert.Equal("ok", (await hub.RunJob("quizzes.schedules")).Outcome);
        Assert.Equal(("finished", 3000), ((await hub.Attempt(attempt)).State, (await hub.Attempt(attempt)).Mark));
    }
}
