using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Schedules.SeriesSteps;

namespace TrainingHub.Tests.Quizzes.Schedules;

/// <summary>What a sitting of a series asks.</summary>
public sealed class SeriesQuestionTests
{
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
}
