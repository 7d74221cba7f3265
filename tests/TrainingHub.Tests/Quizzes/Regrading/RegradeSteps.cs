using Microsoft.Extensions.DependencyInjection;
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

/// <summary>How questions are regraded.</summary>
internal static class RegradeSteps
{
    internal static readonly string TheOtherKey = FourQuestions.Replace("answer: false", "answer: true");

    internal sealed record Outcome(long AttemptId, long MarkBefore, long MarkAfter, long MaxBefore, long MaxAfter, bool PassedBefore, bool PassedAfter);

    internal sealed record Change(long? Before, long? After, string Kind, string Reason);

    internal static Task<long> Question(TestHub hub, string slug) => hub.Scalar<long>("select id from quizzes_question where slug = @slug", new { slug });

    internal static async Task<RegradePreview> Preview(TestHub hub, string slug, string kind)
    {
        var question = await Question(hub, slug);
        return await hub.In(async s =>
        {
            var plan = await s.GetRequiredService<PlanRegrade>().Of(question, kind, null, default);
            return await s.GetRequiredService<PreviewRegrade>().Of(plan.Value!, default);
        });
    }

    internal static async Task<Outcome<long>> Begin(TestHub hub, string slug, string kind, string reason = "The key was wrong")
    {
        var question = await Question(hub, slug);
        var trainer = await hub.Scalar<long?>("select id from people_person where employee_number = 'T1'") ?? await hub.Person("T1", "trainer");
        return await hub.As(trainer, s => s.GetRequiredService<RegradeQuestion>().Handle(new NewRegrade(question, kind, null, reason), default));
    }

    internal static async Task<long> Regraded(TestHub hub, string slug, string kind)
    {
        var begun = await Begin(hub, slug, kind);
        Assert.Null(begun.Problem);
        Assert.Equal("ok", (await hub.RunJob(QueueJobs.IdOf(Queues.General))).Outcome);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_regrade where finished_at is null"));
        return begun.Value;
    }

    internal static Task<List<Outcome>> Outcomes(TestHub hub, long regrade) => hub.Rows<Outcome>(
        "select attempt_id, mark_before, mark_after, max_before, max_after, passed_before, passed_after from quizzes_regraded where regrade_id = @regrade order by attempt_id", new { regrade });

    internal static Task<List<Change>> History(TestHub hub, long attempt) => hub.Rows<Change>("select before, after, kind, reason from quizzes_mark_history where attempt_id = @attempt order by id", new { attempt });

    /// <summary>Answers the true-false question with true, and so many of the others right: first 1, then 2, then 4.</summary>
    internal static async Task<long> SaidTrue(TestHub hub, string number, long quiz, int others)
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

    /// <summary>Ends the work at the n-th commit, as a killed process would.</summary>
    internal sealed class Killer : FailPoints
    {
        public int Left { get; set; } = int.MaxValue;

        public override void Pass(FailPoint point)
        {
            if (point == FailPoint.BeforeCommit && --Left == 0) throw new InvalidOperationException("killed");
        }
    }

    internal static async Task Override(TestHub hub, long attempt, int slot, long mark)
    {
        var trainer = await hub.Scalar<long?>("select id from people_person where employee_number = 'T1'") ?? await hub.Person("T1", "trainer");
        var seen = await hub.Scalar<long?>("select mark from quizzes_slot where attempt_id = @attempt and slot = @slot", new { attempt, slot });
        var typed = (mark / 1000m).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await hub.As(trainer, s => s.GetRequiredService<OverrideMark>().Handle(new NewOverride(attempt, slot, typed, seen ?? 0, "Looked at again", null), trainer, default));
    }

    internal static async Task<long> SomehowAnswered(TestHub hub, long person, long quiz, Random random)
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
    internal static Task<int> Delete(TestHub hub, long person) => hub.In(async s =>
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
