using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>Stops the clock of one attempt or of all: no questions are shown, and what arrives is kept but does not count by itself.</summary>
internal sealed class PauseExam(Db db, Interventions interventions, TimeProvider clock)
{
    /// <summary>How many it paused. Those that are paused, or whose time is up, stay as they are.</summary>
    public async Task<Outcome<int>> Handle(ExamTarget target, string reason, CancellationToken ct)
    {
        if (WrittenReason.Of(reason).Problem is { } problem) return problem;
        await using var tx = await db.Begin(ct);
        var attempts = await interventions.Lock(target, ct);
        if (target.AttemptId is not null && attempts.Count == 0) return Problem.NotFound(Interventions.NotThere);
        var now = clock.GetUtcNow();
        var running = attempts.FindAll(a => a.State == "in-progress" && a.PausedAt is null && (a.DeadlineAt is null || now < a.DeadlineAt));
        if (running.Count == 0) return Problem.Conflict("There is nothing to pause: it is paused already, or the time is up.");
        foreach (var attempt in running)
        {
            await db.Execute("update quizzes_attempt set paused_at = @now where id = @Id", new { now, attempt.Id }, ct);
            await interventions.Write(target.QuizId, attempt.Id, "paused", TimeSpan.Zero, reason, tx, ct);
        }
        await tx.Commit(ct);
        return running.Count;
    }
}

/// <summary>
/// Lets one attempt or all go on. The deadline moves by exactly the time it stood, in the transaction that ends the pause: whoever repeats it after a
/// process was killed finds either the pause with the old deadline, or no pause.
/// </summary>
internal sealed class ResumeExam(Db db, Interventions interventions, TimeProvider clock)
{
    /// <param name="reason">May be empty: that it goes on explains itself.</param>
    public async Task<Outcome<int>> Handle(ExamTarget target, string reason, CancellationToken ct)
    {
        if (reason.Length > 0 && WrittenReason.Of(reason).Problem is { } problem) return problem;
        await using var tx = await db.Begin(ct);
        var attempts = await interventions.Lock(target, ct);
        if (target.AttemptId is not null && attempts.Count == 0) return Problem.NotFound(Interventions.NotThere);
        var paused = attempts.FindAll(a => a.PausedAt is not null);
        if (paused.Count == 0) return Problem.Conflict("There is nothing to let go on: it is not paused.");
        var now = clock.GetUtcNow();
        foreach (var attempt in paused)
        {
            // Whole milliseconds, so that what is written down is what the deadline was moved by; never less than the pause.
            var stood = TimeSpan.FromMilliseconds(Math.Ceiling((now - attempt.PausedAt!.Value).TotalMilliseconds));
            await db.Execute("update quizzes_attempt set paused_at = null, deadline_at = @deadline, grace_until = @grace where id = @Id",
                new { deadline = attempt.DeadlineAt + stood, grace = attempt.GraceUntil + stood, attempt.Id }, ct);
            await interventions.Write(target.QuizId, attempt.Id, "resumed", attempt.DeadlineAt is null ? TimeSpan.Zero : stood, reason, tx, ct);
        }
        await tx.Commit(ct);
        return paused.Count;
    }
}
