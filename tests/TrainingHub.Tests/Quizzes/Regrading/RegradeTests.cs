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

namespace TrainingHub.Tests.Quizzes.Regrading;

public sealed class RegradeTests
{
    private static readonly string TheOtherKey = FourQuestions.Replace("answer: false", "answer: true");

    private sealed record Outcome(long AttemptId, long MarkBefore, long MarkAfter, long MaxBefore, long MaxAfter, bool PassedBefore, bool PassedAfter);

    private sealed record Change(long? Before, long? After, string Kind, string Reason);

    private static Task<long> Question(TestHub hub, string slug) => hub.Scalar<long>("select id from quizzes_question where slug = @slug", new { slug });

    private static async Task<RegradePreview> Preview(TestHub hub, string slug, string kind)
    {
        var question = await Question(hub, slug);
        return await hub.In(async s =>
        {
            var plan = await s.GetRequiredService<PlanRegrade>().Of(question, kind, null, default);
            return await s.GetRequiredService<PreviewRegrade>().Of(plan.Value!, default);
        });
    }

    private static async Task<Outcome<long>> Begin(TestHub hub, string slug, string kind, string reason = "The key was wrong")
    {
        var question = await Question(hub, slug);
        var trainer = await hub.Scalar<long?>("select id from people_person where employee_number = 'T1'") ?? await hub.Person("T1", "trainer");
        return await hub.As(trainer, s => s.GetRequiredService<RegradeQuestion>().Handle(new NewRegrade(question, kind, null, reason), default));
    }

    private static async Task<long> Regraded(TestHub hub, string slug, string kind)
    {
        var begun = await Begin(hub, slug, kind);
        Assert.Null(begun.Problem);
        Assert.Equal("ok", (await hub.RunJob(QueueJobs.IdOf(Queues.General))).Outcome);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_regrade where finished_at is null"));
        return begun.Value;
    }

    private static Task<List<Outcome>> Outcomes(TestHub hub, long regrade) => hub.Rows<Outcome>(
        "select attempt_id, mark_before, mark_after, max_before, max_after, passed_before, passed_after from quizzes_regraded where regrade_id = @regrade order by attempt_id", new { regrade });

    private static Task<List<Change>> History(TestHub hub, long attempt) => hub.Rows<Change>("select before, after, kind, reason from quizzes_mark_history where attempt_id = @attempt order by id", new { attempt });

    /// <summary>Answers the true-false question with true, and so many of the others right: first 1, then 2, then 4.</summary>
    private static async Task<long> SaidTrue(TestHub hub, string number, long quiz, int others)
    {
        var person = await hub.Person(number);
        var attempt = await hub.Started(person, quiz);
        await hub.Answers(person, attempt, 3, Chosen("true"));
        if (others > 0) await hub.Answers(person, attempt, 1, Chosen("a"));
        if (others > 1) await hub.Answers(person, attempt, 2, Chosen("a", "b"));
        if (others > 2) await hub.Answers(person, attempt, 4, Chosen("b"));
        Assert.Null(await hub.Submits(person, attempt));
        return attempt;
    }

    [Theory, BothDatabases]
    public async Task A_corrected_key_marks_earlier_answers_anew_as_the_preview_said(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var all = await hub.Graded(await hub.Person("E1"), quiz, 4);
        var three = await hub.Graded(await hub.Person("E2"), quiz, 3);
        var gains = await SaidTrue(hub, "E3", quiz, 2);
        var none = await hub.Graded(await hub.Person("E4"), quiz, 0);
        await hub.Import(Folder(TheOtherKey));

        var preview = await Preview(hub, "q3", RegradePlan.ByKey);
        Assert.Equal((4, 0, 3, 1, 1), (preview.Graded, preview.Waiting, preview.Changing, preview.NewlyPass, preview.NewlyFail));
        Assert.Equal([three, gains, all], preview.Shown.Select(c => c.AttemptId));
        var regrade = await Regraded(hub, "q3", RegradePlan.ByKey);
        var outcomes = await Outcomes(hub, regrade);
        Assert.Equal(preview.Shown.OrderBy(c => c.AttemptId).Select(c => new Outcome(c.AttemptId, c.MarkBefore, c.MarkAfter, c.MaxBefore, c.MaxAfter, c.PassedBefore, c.PassedAfter)), outcomes.Where(o => o.AttemptId != none));
        Assert.Equal([(3000, true), (2000, false), (3000, true), (0, false)], new[] { await hub.Attempt(all), await hub.Attempt(three), await hub.Attempt(gains), await hub.Attempt(none) }.Select(a => (a.Mark!.Value, a.Passed!.Value)));
        Assert.Equal([new Change(0, 1000, "regraded", "The key was wrong")], await History(hub, gains));
        Assert.Equal([new Change(1000, 0, "regraded", "The key was wrong")], await History(hub, three));
        Assert.Empty(await History(hub, none));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from platform_audit where action in ('quizzes.regrade-begun', 'quizzes.regraded')"));
        // Whoever newly passes is told of once more, so that certifications count it; whoever has nothing changed is not.
        Assert.Equal(4 + 3, await hub.Scalar<long>("select count(*) from platform_event where kind = 'AttemptGraded'"));
        Assert.Equal(0, (await Preview(hub, "q3", RegradePlan.ByKey)).Changing);
    }

    [Theory, BothDatabases]
    public async Task A_void_question_leaves_mark_and_maximum_and_fails_nobody_any_more(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(FourQuestions.Replace("id: q4", "id: q4\n    mustPass: true"));
        var failed = await hub.Graded(await hub.Person("E1"), quiz, 3);
        var all = await hub.Graded(await hub.Person("E2"), quiz, 4);
        var two = await hub.Graded(await hub.Person("E3"), quiz, 2);
        var late = await hub.Started(await hub.Person("E4"), quiz);
        var preview = await Preview(hub, "q4", RegradePlan.VoidRemoved);
        Assert.Equal((3, 1, 3, 1, 0), (preview.Graded, preview.Waiting, preview.Changing, preview.NewlyPass, preview.NewlyFail));
        await Regraded(hub, "q4", RegradePlan.VoidRemoved);
        Assert.Equal([(3000, 3000, true), (3000, 3000, true), (2000, 3000, false)], new[] { await hub.Attempt(failed), await hub.Attempt(all), await hub.Attempt(two) }.Select(a => (a.Mark!.Value, a.MaxMark, a.Passed!.Value)));
        Assert.Equal([new Change(1000, null, "voided", "The key was wrong")], await History(hub, all));
        // Who was under way is marked so too, and nobody is asked it any more.
        var person = await hub.Scalar<long>("select person_id from quizzes_attempt where id = @late", new { late });
        await hub.AnswersRight(person, late, 3);
        await hub.Submits(person, late);
        Assert.Equal((3000, 3000, true), ((await hub.Attempt(late)).Mark, (await hub.Attempt(late)).MaxMark, (await hub.Attempt(late)).Passed));
        var next = await hub.Started(await hub.Person("E5"), quiz);
        Assert.Equal(3, await hub.Scalar<long>("select count(*) from quizzes_slot where attempt_id = @next", new { next }));
        Assert.Equal("Version 1 is void already.", (await hub.In(async s => await s.GetRequiredService<PlanRegrade>().Of(await Question(hub, "q4"), RegradePlan.VoidFull, await hub.Scalar<long>("select v.id from quizzes_question_version v join quizzes_question q on q.id = v.question_id where q.slug = 'q4'"), default))).Problem?.ToString());
    }

    [Theory, BothDatabases]
    public async Task Full_marks_for_all_lift_those_who_had_it_wrong(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var (two, all) = (await hub.Graded(await hub.Person("E1"), quiz, 2), await hub.Graded(await hub.Person("E2"), quiz, 4));
        await Regraded(hub, "q3", RegradePlan.VoidFull);
        Assert.Equal((3000, 4000, true), ((await hub.Attempt(two)).Mark, (await hub.Attempt(two)).MaxMark, (await hub.Attempt(two)).Passed));
        Assert.Equal(4000, (await hub.Attempt(all)).Mark);
        Assert.Empty(await History(hub, all));
    }

    [Theory, BothDatabases]
    public async Task The_only_question_cannot_be_taken_out(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(FourQuestions[..FourQuestions.IndexOf("  - id: q2", StringComparison.Ordinal)], "questions: 1, passMark: 75");
        var person = await hub.Person("E1");
        await hub.Submits(person, await hub.Started(person, quiz));
        Assert.StartsWith("For somebody this was the only question", (await Begin(hub, "q1", RegradePlan.VoidRemoved)).Problem?.ToString());
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_question_version where voided_at is not null"));
        Assert.Null((await Begin(hub, "q1", RegradePlan.VoidFull)).Problem);
    }

    [Theory, BothDatabases]
    public async Task What_cannot_be_regraded_says_why(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        Assert.StartsWith("No version of this question was asked", (await Begin(hub, "q1", RegradePlan.VoidFull)).Problem?.ToString());
        await hub.Graded(await hub.Person("E1"), quiz, 4);
        Assert.StartsWith("No earlier version that was asked differs", (await Begin(hub, "q1", RegradePlan.ByKey)).Problem?.ToString());
        // Another wording is another question: its answers are not marked by the new key.
        await hub.Import(Folder(FourQuestions.Replace("en: One", "en: Which one is not").Replace("{ id: a, correct: true, text: { zh-CN: 甲, en: Alpha }, feedback: { zh-CN: 好, en: Well done } }", "{ id: a, text: { zh-CN: 甲, en: Alpha } }").Replace("- { id: b, text: { zh-CN: 乙, en: Beta } }\n  - id: q2", "- { id: b, correct: true, text: { zh-CN: 乙, en: Beta } }\n  - id: q2")));
        Assert.StartsWith("No earlier version that was asked differs", (await Begin(hub, "q1", RegradePlan.ByKey)).Problem?.ToString());
        Assert.StartsWith("Write why the marks change", (await Begin(hub, "q2", RegradePlan.VoidFull, " ")).Problem?.ToString());
        Assert.Null((await Begin(hub, "q2", RegradePlan.VoidFull)).Problem);
        Assert.Equal("conflict", (await Begin(hub, "q2", RegradePlan.VoidRemoved)).Problem?.Code);
    }

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
    public async Task An_attempt_of_which_no_question_counts_is_not_passed(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var attempt = await hub.Graded(await hub.Person("E1"), await hub.Quiz(), 4);
        // As a restored backup or an older version may have left it.
        await hub.Execute("update quizzes_question_version set void_mode = 'removed', voided_at = @now", new { now = hub.Clock.GetUtcNow() });
        await hub.In(s => s.GetRequiredService<GradeAttempt>().Again(attempt, default));
        Assert.Equal((0, 0, false), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).MaxMark, (await hub.Attempt(attempt)).Passed));
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

    /// <summary>Ends the work at the n-th commit, as a killed process would.</summary>
    private sealed class Killer : FailPoints
    {
        public int Left { get; set; } = int.MaxValue;

        public override void Pass(FailPoint point)
        {
            if (point == FailPoint.BeforeCommit && --Left == 0) throw new InvalidOperationException("killed");
        }
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

    private static async Task Override(TestHub hub, long attempt, int slot, long mark)
    {
        var trainer = await hub.Scalar<long?>("select id from people_person where employee_number = 'T1'") ?? await hub.Person("T1", "trainer");
        var seen = await hub.Scalar<long?>("select mark from quizzes_slot where attempt_id = @attempt and slot = @slot", new { attempt, slot });
        var typed = (mark / 1000m).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await hub.As(trainer, s => s.GetRequiredService<OverrideMark>().Handle(new NewOverride(attempt, slot, typed, seen ?? 0, "Looked at again", null), trainer, default));
    }

    private static async Task<long> SomehowAnswered(TestHub hub, long person, long quiz, Random random)
    {
        var attempt = await hub.Started(person, quiz);
        var slots = await hub.Scalar<int>("select count(*) from quizzes_slot where attempt_id = @attempt", new { attempt });
        for (var slot = 1; slot <= slots; slot++)
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(random.Next(0, 40)));
            if (random.Next(5) == 0) continue;
            await hub.Answers(person, attempt, slot, (await hub.AnswerTo(attempt, slot, random.Next(2) == 0)).GetRawText());
        }
        Assert.Null(await hub.Submits(person, attempt));
        return attempt;
    }

    /// <summary>As the law may ask: all attempts of a person go, and with them what they added.</summary>
    private static Task<int> Delete(TestHub hub, long person) => hub.In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        await using var tx = await db.Begin(default);
        var ids = await db.Rows<long>("select id from quizzes_attempt where person_id = @person order by id", new { person }, default);
        foreach (var table in new[] { "quizzes_mark_history", "quizzes_regraded", "quizzes_answer", "quizzes_slot" })
            await db.Execute($"delete from {table} where attempt_id in (select id from quizzes_attempt where person_id = @person)", new { person }, default);
        await db.Execute("delete from quizzes_attempt where person_id = @person", new { person }, default);
        await s.GetRequiredService<Modules.Quizzes.Statistics.CountAttempts>().Handle(ids, default);
        await tx.Commit(default);
        return 0;
    });
}
