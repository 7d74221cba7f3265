using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>Opens and closes scheduled quizzes. One whose whole time passed while nothing ran is closed unopened, and the log says so.</summary>
internal sealed class SchedulesJob(Db db, OpenSchedule open, CloseSchedule close, TimeProvider clock) : IJob
{
    private sealed record Due(long Id, string State);

    public async Task Run(JobRun run, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var due in await db.Rows<Due>("select id, state from quizzes_schedule where state in ('planned', 'open') and closes_at <= @now order by closes_at", new { now }, ct))
        {
            if (due.State == "planned") run.Log($"Schedule {due.Id} was never open: the hub was not running between its opening and closing.");
            if (await close.Handle(due.Id, "closed", ct) is null) run.Count("closed");
        }
        foreach (var id in await db.Rows<long>("select id from quizzes_schedule where state = 'planned' and opens_at <= @now and closes_at > @now order by opens_at", new { now }, ct))
        {
            if (await open.Handle(id, ct) is not { } people) continue;
            run.Count("opened");
            run.Count("people", people);
        }
    }
}
