using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>
/// Makes the occurrences of the next weeks, opens and closes what is due, and has the results told. Late, it opens of each series only the newest that is still
/// within its time; the others are recorded as missed.
/// </summary>
internal sealed class SchedulesJob(Db db, MakeOccurrences make, OpenSchedule open, CloseSchedule close, Events events, TimeProvider clock) : IJob
{
    /// <summary>Answers that wait for a trainer don't hold the figures up for longer.</summary>
    private static readonly TimeSpan LongestMarking = TimeSpan.FromDays(1);

    public async Task Run(JobRun run, CancellationToken ct)
    {
        foreach (var series in await db.Rows<long>("select id from quizzes_series where state = 'active' order by id", null, ct))
            await run.One("Series", series, async () => run.Count("made", await make.Handle(series, ct)));
        var now = clock.GetUtcNow();
        await EndCalledOff(run, ct);
        foreach (var id in await db.Rows<long>("select id from quizzes_schedule where state = 'open' and closes_at <= @now order by closes_at, id", new { now }, ct))
        {
            await run.One("Schedule", id, async () =>
            {
                if (await close.Handle(id, "closed", ct) is null) run.Count("closed");
            });
        }
        await LeaveOut(run, now, ct);
        foreach (var id in await db.Rows<long>(
            """
            select s.id from quizzes_schedule s left join quizzes_series r on r.id = s.series_id
            where s.state = 'planned' and s.opens_at <= @now and s.closes_at > @now and coalesce(r.state, 'active') = 'active' order by s.opens_at, s.id
            """, new { now }, ct))
        {
            await run.One("Schedule", id, async () =>
            {
                if (await open.Handle(id, ct) is not { } people) return;
                run.Count("opened");
                run.Count("people", people);
            });
        }
        await Report(run, now, ct);
    }

    /// <summary>A process that was killed while it called one off has left attempts open, which would go on until the closing time.</summary>
    private async Task EndCalledOff(JobRun run, CancellationToken ct)
    {
        foreach (var id in await db.Rows<long>(
            """
            select distinct a.schedule_id from quizzes_attempt a join quizzes_schedule s on s.id = a.schedule_id
            where a.state in ('in-progress', 'overdue') and s.state = 'cancelled' order by a.schedule_id
            """, null, ct))
        {
            await run.One("Schedule", id, async () =>
            {
                await close.EndOpen(id, "cancelled", ct);
                run.Count("called off");
            });
        }
    }

    /// <summary>Missed: its time is over, or a newer one of its series is due as well. Of a paused series: left out.</summary>
    private async Task LeaveOut(JobRun run, DateTimeOffset now, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        run.Count("skipped", await db.Execute(
            "update quizzes_schedule set state = 'skipped' where state = 'planned' and closes_at <= @now and series_id in (select id from quizzes_series where state = 'paused')", new { now }, ct));
        var missed = await db.Rows<long>(
            """
            update quizzes_schedule set state = 'missed'
            where state = 'planned' and (closes_at <= @now or exists (
                select 1 from quizzes_schedule n where n.series_id = quizzes_schedule.series_id and n.state in ('planned', 'open') and n.opens_at > quizzes_schedule.opens_at and n.opens_at <= @now))
            returning id
            """, new { now }, ct);
        await tx.Commit(ct);
        foreach (var id in missed) run.Log($"Schedule {id} was missed: the hub was not running in its time, or a newer one of its series is due.");
        if (missed.Count > 0) run.Count("missed", missed.Count);
    }

    private async Task Report(JobRun run, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in await db.Rows<long>(
            """
            select s.id from quizzes_schedule s where s.state = 'closed' and s.reported_at is null and (s.closes_at <= @waited
              or not exists (select 1 from quizzes_attempt a where a.schedule_id = s.id and (a.state in ('in-progress', 'overdue') or (a.state = 'finished' and a.graded_at is null))))
            order by s.id
            """, new { waited = now - LongestMarking }, ct))
        {
            await using var tx = await db.Begin(ct);
            if (await db.Execute("update quizzes_schedule set reported_at = @now where id = @id and reported_at is null", new { id, now }, ct) > 0) await events.Tell(new ScheduleReported(id), ct);
            await tx.Commit(ct);
            run.Count("reported");
        }
    }
}
