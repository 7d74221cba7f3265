using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Marking;
using TrainingHub.Modules.Quizzes.Regrading;
using TrainingHub.Tests.Quizzes.Statistics;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Regrading.RegradeSteps;

namespace TrainingHub.Tests.Quizzes.Regrading;

/// <summary>What happens at once, or is cut short.</summary>
public sealed class RegradeAtOnceTests
{
    [Theory, BothDatabases]
    public async Task Two_questions_voided_at_once_and_a_mark_changed_meanwhile_are_each_written_down_as_if_one_came_after_the_other(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var attempt = await hub.Graded(await hub.Person("E1"), quiz, 4);
        var first = (await Begin(hub, "q3", RegradePlan.VoidRemoved, "Two answers were right")).Value;
        var second = (await Begin(hub, "q4", RegradePlan.VoidRemoved, "None was right")).Value;
        await Override(hub, attempt, 1, 500);
        Assert.Equal((3500, 4000), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).MaxMark));
        await hub.RunJob(QueueJobs.IdOf(Queues.General));
        Assert.Equal([new Outcome(attempt, 3500, 2500, 4000, 3000, true, true)], await Outcomes(hub, first));
        Assert.Equal([new Outcome(attempt, 2500, 1500, 3000, 2000, true, true)], await Outcomes(hub, second));
        Assert.Equal([new Change(1000, 500, "overridden", "Looked at again"), new Change(1000, null, "voided", "Two answers were right"), new Change(1000, null, "voided", "None was right")], await History(hub, attempt));
    }

    [Theory, BothDatabases]
    public async Task Of_two_who_regrade_a_question_at_once_the_second_is_told(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer) = (await hub.Quiz(), await hub.Person("T1", "trainer"));
        await hub.Graded(await hub.Person("E1"), quiz, 2);
        var question = await Question(hub, "q3");
        var second = await hub.Overtaken(trainer, s => s.GetRequiredService<RegradeQuestion>().Handle(new NewRegrade(question, RegradePlan.VoidFull, null, "Wrong"), default), () => Begin(hub, "q3", RegradePlan.VoidRemoved));
        Assert.Equal("conflict", second.Problem?.Code);
        Assert.Equal(["full"], await hub.Rows<string>("select void_mode from quizzes_question_version where void_mode is not null"));
    }

    [Theory, BothDatabases]
    public async Task Of_two_who_take_out_the_last_two_questions_at_once_the_second_is_told(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer) = (await hub.Quiz(FourQuestions[..FourQuestions.IndexOf("  - id: q3", StringComparison.Ordinal)], "questions: 2, passMark: 75, shuffle: false"), await hub.Person("T1", "trainer"));
        await hub.Graded(await hub.Person("E1"), quiz, 2);
        var question = await Question(hub, "q1");
        var second = await hub.Overtaken(trainer, s => s.GetRequiredService<RegradeQuestion>().Handle(new NewRegrade(question, RegradePlan.VoidRemoved, null, "Wrong"), default), () => Begin(hub, "q2", RegradePlan.VoidRemoved));
        Assert.StartsWith("For somebody this was the only question", second.Problem?.ToString());
    }

    [Theory, BothDatabases]
    public async Task A_late_answer_is_marked_by_the_newest_key_also_where_a_person_had_marked_the_former_one(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        var attempt = await hub.Graded(person, quiz, 4);
        await Override(hub, attempt, 3, 500);
        await hub.Import(Folder(TheOtherKey));
        await Regraded(hub, "q3", RegradePlan.ByKey);
        Assert.Equal("late", (await hub.Answers(person, attempt, 3, Chosen("true"), sequence: 9)).Value?.Outcome);
        var late = await hub.Scalar<long>("select id from quizzes_answer where outcome = 'late'");
        var trainer = await hub.Scalar<long>("select id from people_person where employee_number = 'T1'");
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<AcceptLateAnswer>().Handle(attempt, late, "The network was down", default)));
        Assert.Equal((4000, 4000), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).MaxMark));
    }

    [Theory, BothDatabases]
    public async Task A_trainers_override_survives_a_corrected_key(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var attempt = await hub.Graded(await hub.Person("E1"), quiz, 4);
        await Override(hub, attempt, 3, 500);
        await hub.Import(Folder(TheOtherKey));
        await Regraded(hub, "q3", RegradePlan.ByKey);
        Assert.Equal(3500, (await hub.Attempt(attempt)).Mark);
        Assert.Equal(["overridden"], (await History(hub, attempt)).Select(h => h.Kind));
    }

    [Theory, BothDatabases]
    public async Task Killed_anywhere_a_regrade_goes_on_and_ends_the_same(TestDatabase database)
    {
        var killer = new Killer();
        await using var hub = await TestHub.Start(database, services: s => s.Replace(ServiceDescriptor.Singleton<FailPoints>(killer)));
        var quiz = await hub.Quiz();
        for (var i = 0; i < 6; i++) await hub.Graded(await hub.Person($"E{i}"), quiz, i % 5);
        var preview = await Preview(hub, "q2", RegradePlan.VoidRemoved);
        var regrade = (await Begin(hub, "q2", RegradePlan.VoidRemoved)).Value;
        var kills = 0;
        for (var commit = 1; await hub.Scalar<long>("select count(*) from quizzes_regrade where finished_at is null") > 0; commit = commit % 3 + 1)
        {
            killer.Left = commit;
            try
            {
                await hub.In(async s => { await s.GetRequiredService<RegradeAttempts>().Handle(new RegradeWork(regrade), null!, default); return 0; });
            }
            catch (InvalidOperationException e) when (e.Message == "killed")
            {
                kills++;
            }
        }
        killer.Left = int.MaxValue;
        Assert.True(kills >= 3, $"{kills} kills");
        Assert.Equal(6, (await Outcomes(hub, regrade)).Count);
        Assert.Equal(preview.Shown.OrderBy(c => c.AttemptId).Select(c => (c.AttemptId, c.MarkAfter, c.MaxAfter, c.PassedAfter)), (await Outcomes(hub, regrade)).Select(o => (o.AttemptId, o.MarkAfter, o.MaxAfter, o.PassedAfter)));
        Assert.Equal(6, await hub.Scalar<long>("select count(*) from quizzes_mark_history"));
        var grown = await StatisticsWords.Sums(hub);
        await StatisticsWords.Recount(hub, quiz);
        Assert.Equal(grown, await StatisticsWords.Sums(hub));
    }

    [Theory, BothDatabases]
    public async Task Sums_grown_by_any_sequence_of_deeds_are_those_of_a_recount(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var random = new Random(20261121); // the same deeds in every run
        var quiz = await hub.Quiz();
        var (people, attempts, key) = (new List<long>(), new List<long>(), false);
        for (var step = 0; step < 60; step++)
        {
            switch (random.Next(10))
            {
                case 0 when attempts.Count > 3:
                    key = !key;
                    await hub.Import(Folder(key ? TheOtherKey : FourQuestions));
                    var begun = await Begin(hub, "q3", RegradePlan.ByKey);
                    if (begun.Problem is null) await hub.RunJob(QueueJobs.IdOf(Queues.General));
                    break;
                case 1 when attempts.Count > 10 && await hub.Scalar<long>("select count(*) from quizzes_question_version where voided_at is not null") == 0:
                    await Regraded(hub, "q2", random.Next(2) == 0 ? RegradePlan.VoidFull : RegradePlan.VoidRemoved);
                    break;
                case 2 when attempts.Count > 0:
                    var overridden = attempts[random.Next(attempts.Count)];
                    await Override(hub, overridden, 1, random.Next(1000));
                    break;
                case 3 when people.Count > 5:
                    await Delete(hub, people[0]);
                    people.RemoveAt(0);
                    attempts = await hub.Rows<long>("select id from quizzes_attempt where graded_at is not null");
                    break;
                default:
                    if (people.Count == 0 || random.Next(3) > 0) people.Add(await hub.Person($"E{step}"));
                    attempts.Add(await SomehowAnswered(hub, people[^1], quiz, random));
                    break;
            }
        }
        var grown = await StatisticsWords.Sums(hub);
        Assert.True(grown.Count > 10);
        await StatisticsWords.Recount(hub, quiz);
        Assert.Equal(grown, await StatisticsWords.Sums(hub));
    }
}
