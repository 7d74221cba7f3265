using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>An invigilator ends one attempt: what was saved is submitted, and graded like any other.</summary>
internal sealed class EndExamAttempt(Db db, Interventions interventions, SealAttempt seal, GradeAttempt grade)
{
    public async Task<Problem?> Handle(ExamTarget target, string reason, CancellationToken ct)
    {
        if (WrittenReason.Of(reason).Problem is { } problem) return problem;
        if (target.AttemptId is not { } id) return Problem.Because("Choose whose attempt is to be ended.");
        await using (var tx = await db.Begin(ct))
        {
            if ((await interventions.Lock(target, ct)).Count == 0) return Problem.NotFound(Interventions.NotThere);
            await seal.Handle(id, ct);
            await interventions.Write(target.QuizId, id, "ended", TimeSpan.Zero, reason, tx, ct);
            await tx.Commit(ct);
        }
        await grade.OrLater(id, ct);
        return null;
    }
}

/// <summary>Ends an attempt that somebody paused and never let go on. What was saved is submitted: nobody is failed for an invigilator who forgot.</summary>
internal sealed class EndForgotten(Db db, Interventions interventions, SealAttempt seal, TimeProvider clock)
{
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);

    /// <summary>True where this call ended it.</summary>
    public async Task<bool> Handle(long attemptId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var quiz = await db.Scalar<long?>($"select quiz_id from quizzes_attempt where id = @attemptId and paused_at <= @since {db.Dialect.ForUpdate}", new { attemptId, since = clock.GetUtcNow() - LongestPause }, ct);
        var isEnded = quiz is not null && await seal.Handle(attemptId, ct);
        if (isEnded) await interventions.Write(quiz!.Value, attemptId, "pause-ran-out", TimeSpan.Zero, "", tx, ct);
        await tx.Commit(ct);
        return isEnded;
    }
}
