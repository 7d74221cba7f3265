using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>
/// Ends a scheduled quiz. Called off, whoever is in the middle of it has submitted what is saved; at its time, what the settings say happens — and who was
/// granted extra time goes on until their own deadline.
/// </summary>
internal sealed class CloseSchedule(Db db, SealAttempt seal, EndOverdue end, GradeAttempt grade, Audit audit)
{
    /// <param name="state">closed or cancelled</param>
    public async Task<Problem?> Handle(long scheduleId, string state, CancellationToken ct)
    {
        await using (var tx = await db.Begin(ct))
        {
            // From here on nobody starts: whoever was about to is there when this has committed.
            var ended = await db.Execute("update quizzes_schedule set state = @state where id = @scheduleId and state in ('planned', 'open')", new { scheduleId, state }, ct);
            if (ended == 0) return Problem.Conflict("This scheduled quiz has ended already.");
            await audit.Write($"quizzes.schedule-{state}", $"schedule:{scheduleId}", null, ct);
            await tx.Commit(ct);
        }
        await EndOpen(scheduleId, state, ct);
        return null;
    }

    /// <summary>Ends what is open of one that has ended. Repeated, it ends what a process that was killed in it has left.</summary>
    public async Task EndOpen(long scheduleId, string state, CancellationToken ct)
    {
        foreach (var attempt in await db.Rows<long>("select id from quizzes_attempt where schedule_id = @scheduleId and state in ('in-progress', 'overdue') order by id", new { scheduleId }, ct))
        {
            if (state == "cancelled") await seal.Handle(attempt, ct);
            else await end.Handle(attempt, ct);
            await grade.OrLater(attempt, ct);
        }
    }
}
