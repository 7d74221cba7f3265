using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Exams;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>Where questions come in sequence: leaves one for good and opens the next. Repeating it is harmless.</summary>
internal sealed class MoveOn(Db db, TimeProvider clock)
{
    private sealed record Row(string State, DateTimeOffset? DeadlineAt, DateTimeOffset? PausedAt, int? Position);

    /// <param name="from">The question that is left; who is further already stays where they are.</param>
    public async Task<Problem?> Handle(long attemptId, long personId, int from, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var attempt = await db.Row<Row>($"select state, deadline_at, paused_at, position from quizzes_attempt where id = @attemptId and person_id = @personId {db.Dialect.ForUpdate}", new { attemptId, personId }, ct);
        if (attempt is null) return Problem.NotFound("There is no such attempt.");
        if (attempt.Position is not { } position) return Problem.Because("The questions of this quiz can be answered in any order.");
        if (attempt.PausedAt is not null) return ExamDoor.Paused;
        if (attempt.State != "in-progress" || clock.GetUtcNow() >= attempt.DeadlineAt) return Problem.Because("The time is up. Submit to see the result.");
        if (from > position) return Problem.Because("Question {0} is not the one you are at.", from);
        var count = await db.Scalar<int>("select count(*) from quizzes_slot where attempt_id = @attemptId", new { attemptId }, ct);
        if (from == position && position < count) await db.Execute("update quizzes_attempt set position = position + 1 where id = @attemptId", new { attemptId }, ct);
        await tx.Commit(ct);
        return null;
    }
}
