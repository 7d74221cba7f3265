using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Exams;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>The learner hands in: sealed in one transaction, graded in the next. Repeating it is harmless.</summary>
internal sealed class SubmitAttempt(Db db, SealAttempt seal, EndOverdue end, GradeAttempt grade, TimeProvider clock)
{
    private sealed record Row(string State, DateTimeOffset? DeadlineAt, DateTimeOffset? GraceUntil, DateTimeOffset? PausedAt);

    private sealed record Arrived(int Slot, long Sequence);

    /// <param name="expected">The sequence each slot must have arrived with; null: whatever is here.</param>
    public async Task<Problem?> Handle(long attemptId, long personId, IReadOnlyDictionary<int, long>? expected, CancellationToken ct)
    {
        await using (var tx = await db.Begin(ct))
        {
            var attempt = await db.Row<Row>($"select state, deadline_at, grace_until, paused_at from quizzes_attempt where id = @attemptId and person_id = @personId {db.Dialect.ForUpdate}", new { attemptId, personId }, ct);
            if (attempt is null) return Problem.NotFound("There is no such attempt.");
            if (attempt.PausedAt is not null) return ExamDoor.Paused;
            // After the deadline nothing more can arrive in time, so there is nothing to wait for.
            var now = clock.GetUtcNow();
            var isOpen = attempt.State == "in-progress" && (attempt.DeadlineAt is null || now < attempt.DeadlineAt);
            if (isOpen && expected is { Count: > 0 })
            {
                var arrived = (await db.Rows<Arrived>("select s.slot, n.sequence from quizzes_slot s join quizzes_answer n on n.id = s.answer_id where s.attempt_id = @attemptId", new { attemptId }, ct)).ToDictionary(a => a.Slot, a => a.Sequence);
                var missing = expected.Where(e => arrived.GetValueOrDefault(e.Key) < e.Value).Select(e => e.Key).Order().ToList();
                if (missing.Count > 0) return Problem.Conflict("The latest answers to these questions have not arrived yet: {0}. Send them, then submit again.", string.Join(", ", missing));
            }
            var isInTime = isOpen || now < attempt.GraceUntil;
            var state = isInTime ? "finished" : await end.Handle(attemptId, ct);
            if (isInTime) await seal.Handle(attemptId, ct);
            await tx.Commit(ct);
            if (state == "abandoned") return Problem.Because("The time for submitting is over, so this attempt does not count. Your answers are kept; ask your trainer.");
        }
        await grade.OrLater(attemptId, ct);
        return null;
    }
}
