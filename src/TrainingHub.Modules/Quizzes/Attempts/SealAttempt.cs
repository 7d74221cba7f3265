using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Exams;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>
/// Ends an attempt for good, with the answers that are there. Nothing later can undo it; grading follows in a transaction of its own,
/// which the job quizzes.grade repeats if it failed.
/// </summary>
internal sealed class SealAttempt(Db db, ExamWatch watch, TimeProvider clock)
{
    private sealed record Row(long QuizId, string State, DateTimeOffset? DeadlineAt, DateTimeOffset? GraceUntil, DateTimeOffset? PausedAt, string? Exam);

    /// <summary>True where this call ended it; false where it had ended before.</summary>
    public async Task<bool> Handle(long attemptId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var attempt = await db.Row<Row>($"select quiz_id, state, deadline_at, grace_until, paused_at, exam from quizzes_attempt where id = @attemptId {db.Dialect.ForUpdate}", new { attemptId }, ct);
        if (attempt is null || attempt.State is "finished" or "abandoned")
        {
            await tx.Commit(ct);
            return false;
        }
        // Whatever ran out of time ended then, however late the job came round; in the grace it ends when it is handed in. A paused one had time left.
        var now = clock.GetUtcNow();
        var submitted = attempt.PausedAt is null && (attempt.GraceUntil ?? attempt.DeadlineAt) is { } end && end < now ? end : now;
        await db.Execute("update quizzes_attempt set state = 'finished', submitted_at = @submitted, paused_at = null where id = @attemptId", new { attemptId, submitted }, ct);
        if (attempt.Exam is not null) tx.AfterCommit(() => watch.Changed(attempt.QuizId));
        await tx.Commit(ct);
        return true;
    }
}
