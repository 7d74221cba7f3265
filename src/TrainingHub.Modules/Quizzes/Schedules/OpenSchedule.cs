using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>Opens a planned quiz: fixes who takes it — the audience of today, as far as its planner may see — and tells. Whoever joins later is caught the next time.</summary>
internal sealed class OpenSchedule(Db db, IAudiences audiences, Events events, HubSettings settings, TimeProvider clock)
{
    private const int Chunk = 500;

    private sealed record Row(string Audience, long CreatedBy);

    /// <summary>How many people it opened for; null where it was not waiting any more.</summary>
    public async Task<int?> Handle(long scheduleId, CancellationToken ct)
    {
        var row = await db.Row<Row>("select audience, created_by from quizzes_schedule where id = @scheduleId and state = 'planned'", new { scheduleId }, ct);
        if (row is null) return null;
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        var members = await audiences.Members(JsonSerializer.Deserialize<Audience>(row.Audience, Json.Plain)!, today, ct);
        await using (var first = await db.Begin(ct))
        {
            // What an opening that was cut off has left may be of another day.
            if (!await IsPlanned(scheduleId, ct)) return null;
            await db.Execute("delete from quizzes_schedule_person where schedule_id = @scheduleId", new { scheduleId }, ct);
            await first.Commit(ct);
        }
        // In chunks, so that a big audience never holds the writer for long; until the state changes below nobody sees a half-filled list.
        foreach (var ids in members.Chunk(Chunk))
        {
            await using var part = await db.Begin(ct);
            if (!await IsPlanned(scheduleId, ct)) return null;
            await db.Execute(
                $"""
                insert into quizzes_schedule_person(schedule_id, person_id)
                select @scheduleId, p.id from v_people_person p where {db.Dialect.In("p.id", "ids")} and (@viewer = {Series.Hub} or {PeopleScope.Sees("p.site_id", "p.department_id")})
                on conflict (schedule_id, person_id) do nothing
                """, new { scheduleId, ids, viewer = row.CreatedBy, permission = QuizzesPermissions.Schedule }, ct);
            await part.Commit(ct);
        }
        await using var tx = await db.Begin(ct);
        if (await db.Execute("update quizzes_schedule set state = 'open' where id = @scheduleId and state = 'planned'", new { scheduleId }, ct) == 0) return null;
        var count = await db.Scalar<int>("select count(*) from quizzes_schedule_person where schedule_id = @scheduleId", new { scheduleId }, ct);
        await events.Tell(new ScheduleOpened(scheduleId), ct);
        await tx.Commit(ct);
        return count;
    }

    /// <summary>Its planner may call it off at any moment; the row stays as it is until the transaction ends.</summary>
    private async Task<bool> IsPlanned(long scheduleId, CancellationToken ct) =>
        await db.Scalar<long?>($"select id from quizzes_schedule where id = @scheduleId and state = 'planned' {db.Dialect.ForUpdate}", new { scheduleId }, ct) is not null;
}
