using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Marking;
using TrainingHub.Modules.Quizzes.Regrading;
using TrainingHub.Tests.Quizzes.Statistics;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Regrading.RegradeSteps;

namespace TrainingHub.Tests.Quizzes.Regrading;

/// <summary>Earlier answers marked anew.</summary>
public sealed class RegradeTests
{
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
    public async Task An_attempt_of_which_no_question_counts_is_not_passed(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var attempt = await hub.Graded(await hub.Person("E1"), await hub.Quiz(), 4);
        // As a restored backup or an older version may have left it.
        await hub.Execute("update quizzes_question_version set void_mode = 'removed', voided_at = @now", new { now = hub.Clock.GetUtcNow() });
        await hub.In(s => s.GetRequiredService<GradeAttempt>().Again(attempt, default));
        Assert.Equal((0, 0, false), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).MaxMark, (await hub.Attempt(attempt)).Passed));
    }
}
