using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>Gives minutes to one attempt or to all. Who is already in the grace may answer again; beyond the closing time too, because somebody decided so.</summary>
internal sealed class AddExamTime(Db db, Interventions interventions, TimeProvider clock)
{
    public async Task<Outcome<int>> Handle(ExamTarget target, int minutes, string reason, CancellationToken ct)
    {
        if (WrittenReason.Of(reason).Problem is { } problem) return problem;
        if (minutes is < 1 or > 240) return Problem.Because("Add from 1 to 240 minutes.");
        await using var tx = await db.Begin(ct);
        var attempts = await interventions.Lock(target, ct);
        if (target.AttemptId is not null && attempts.Count == 0) return Problem.NotFound(Interventions.NotThere);
        var timed = attempts.FindAll(a => a.DeadlineAt is not null);
        if (timed.Count == 0) return Problem.Conflict("There is no time to add: nobody is in, or there is no time limit.");
        var now = clock.GetUtcNow();
        foreach (var attempt in timed)
        {
            // Whose time is up gets the minutes from now on; they would otherwise have passed already.
            var from = attempt.PausedAt is null && attempt.DeadlineAt < now ? now : attempt.DeadlineAt!.Value;
            var moved = TimeSpan.FromMilliseconds(Math.Ceiling((from.AddMinutes(minutes) - attempt.DeadlineAt!.Value).TotalMilliseconds));
            await db.Execute("update quizzes_attempt set state = 'in-progress', deadline_at = @deadline, grace_until = @grace where id = @Id",
                new { deadline = attempt.DeadlineAt + moved, grace = attempt.GraceUntil + moved, attempt.Id }, ct);
            await interventions.Write(target.QuizId, attempt.Id, "time-added", moved, reason, tx, ct);
        }
        await tx.Commit(ct);
        return timed.Count;
    }
}
