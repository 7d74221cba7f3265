using Microsoft.Extensions.Logging;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>
/// Marks a sealed attempt by the question versions it pinned, and tells; evidence, completion and certificate follow in the same transaction.
/// Where an answer needs a trainer, it waits for the last mark and is called again with it.
/// </summary>
internal sealed partial class GradeAttempt(Db db, WorkOutMarks workOut, Events events, TimeProvider clock, ILogger<GradeAttempt> log)
{
    private sealed record Row(long PersonId, long QuizId, string Slug, DateTimeOffset StartedAt, DateTimeOffset SubmittedAt, long? Mark, long MaxMark, long? CertaintyScore, bool? Passed, bool IsWhole);

    /// <summary>True where this call graded it.</summary>
    public async Task<bool> Handle(long attemptId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var due = await db.Scalar<long?>($"select id from quizzes_attempt where id = @attemptId and state = 'finished' and graded_at is null {db.Dialect.ForUpdate}", new { attemptId }, ct);
        if (due is null)
        {
            await tx.Commit(ct);
            return false;
        }
        var marks = await workOut.Of(attemptId, ct);
        await WriteSlots(attemptId, marks, ct);
        if (marks.IsOpen) await db.Execute("update quizzes_attempt set marking_since = coalesce(marking_since, @now) where id = @attemptId", new { now = clock.GetUtcNow(), attemptId }, ct);
        else await Finish(attemptId, await Read(attemptId, ct), marks, ct);
        await tx.Commit(ct);
        return !marks.IsOpen;
    }

    /// <summary>Grades what was sealed just now, in a transaction of its own. The answers are safe: who ended the attempt need not see a fault that the job quizzes.grade will repair or report.</summary>
    /// <returns>True where this call graded it.</returns>
    public async Task<bool> OrLater(long attemptId, CancellationToken ct)
    {
        try
        {
            return await Handle(attemptId, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            PutOff(log, attemptId, e);
            return false;
        }
    }

    /// <summary>Marks a graded attempt anew after a mark, a key or what counts has changed, and tells it again if that changed anything: what counts is counted once, by the attempt's number.</summary>
    public async Task<AttemptMarks> Again(long attemptId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Scalar<long?>($"select id from quizzes_attempt where id = @attemptId {db.Dialect.ForUpdate}", new { attemptId }, ct);
        var attempt = await Read(attemptId, ct);
        var marks = await workOut.Of(attemptId, ct);
        var isChanged = await WriteSlots(attemptId, marks, ct) > 0;
        if (isChanged || (attempt.Mark, attempt.MaxMark, attempt.CertaintyScore, attempt.Passed) != (marks.Mark, marks.MaxMark, marks.CertaintyScore, marks.Passed)) await Finish(attemptId, attempt, marks, ct);
        await tx.Commit(ct);
        return marks;
    }

    private async Task<Row> Read(long attemptId, CancellationToken ct) => (await db.Row<Row>(
        """
        select a.person_id, a.quiz_id, q.slug, a.started_at, a.submitted_at, a.mark, a.max_mark, a.certainty_score, a.passed, case when s.questions is null and a.is_practice = false then true else false end as is_whole
        from quizzes_attempt a join quizzes_quiz q on q.id = a.quiz_id left join quizzes_schedule s on s.id = a.schedule_id where a.id = @attemptId
        """, new { attemptId }, ct))!;

    private async Task<int> WriteSlots(long attemptId, AttemptMarks marks, CancellationToken ct)
    {
        var changed = marks.Slots.Where(s => s.Mark != s.Before).ToList();
        foreach (var slot in changed) await db.Execute("update quizzes_slot set mark = @Mark where attempt_id = @attemptId and slot = @Slot", new { slot.Mark, attemptId, slot.Slot }, ct);
        return changed.Count;
    }

    private async Task Finish(long attemptId, Row attempt, AttemptMarks marks, CancellationToken ct)
    {
        await db.Execute(
            "update quizzes_attempt set mark = @Mark, max_mark = @MaxMark, certainty_score = @CertaintyScore, passed = @Passed, graded_at = coalesce(graded_at, @now) where id = @attemptId",
            new { marks.Mark, marks.MaxMark, marks.CertaintyScore, marks.Passed, now = clock.GetUtcNow(), attemptId }, ct);
        await events.Tell(new AttemptGraded(attemptId, attempt.PersonId, attempt.QuizId, attempt.Slug, marks.Mark, marks.MaxMark, marks.Passed, attempt.SubmittedAt, attempt.IsWhole, attempt.StartedAt), ct);
    }

    [LoggerMessage(3002, LogLevel.Error, "Attempt {AttemptId} was submitted but could not be graded; the job quizzes.grade tries again")]
    private static partial void PutOff(ILogger logger, long attemptId, Exception exception);
}
