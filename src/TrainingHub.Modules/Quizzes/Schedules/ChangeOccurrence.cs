using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>Leaves one time of a series out, takes it back in, or moves it. Only before it opens: what is open is not changed under the learners' hands.</summary>
internal sealed class ChangeOccurrence(Db db, Audit audit, Actor actor, HubSettings settings, TimeProvider clock)
{
    private sealed record Row(long SeriesId, string State, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string Recurrence);

    public Task<Problem?> Skip(long scheduleId, CancellationToken ct) => Change(scheduleId, "planned", "skipped", ct);

    public Task<Problem?> Restore(long scheduleId, CancellationToken ct) => Change(scheduleId, "skipped", "planned", ct);

    /// <param name="opens">In the hub's zone; it stays open as long as the series says, so that a change of the clocks between the two days neither gives nor takes time.</param>
    public async Task<Problem?> Move(long scheduleId, DateTime opens, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var (row, problem) = await Lock(scheduleId, "planned", ct);
        if (row is null) return problem;
        var opensAt = Recurrence.Opening(opens, settings.TimeZone);
        if (opensAt < clock.GetUtcNow().AddMinutes(-1)) return Problem.Because("The opening time is in the past. Choose a later one.");
        var rule = JsonSerializer.Deserialize<Recurrence>(row.Recurrence, Json.Plain)!;
        var closesAt = Recurrence.Closing(opensAt, opens, rule.OpenMinutes, settings.TimeZone);
        if (await Overlaps(scheduleId, row.SeriesId, opensAt, closesAt, ct)) return Problem.Because("Another time of this series is open then. Move it elsewhere, or leave it out.");
        await db.Execute("update quizzes_schedule set opens_at = @opensAt, closes_at = @closesAt, is_moved = true where id = @scheduleId", new { scheduleId, opensAt, closesAt }, ct);
        await audit.Write("quizzes.schedule-moved", $"schedule:{scheduleId}", new { opensAt, closesAt }, ct);
        await tx.Commit(ct);
        return null;
    }

    private async Task<Problem?> Change(long scheduleId, string from, string to, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var (row, problem) = await Lock(scheduleId, from, ct);
        if (row is null) return problem;
        if (to == "planned" && await Overlaps(scheduleId, row.SeriesId, row.OpensAt, row.ClosesAt, ct)) return Problem.Because("Another time of this series is open then. Move it elsewhere, or leave it out.");
        await db.Execute("update quizzes_schedule set state = @to where id = @scheduleId", new { scheduleId, to }, ct);
        await audit.Write($"quizzes.schedule-{to}", $"schedule:{scheduleId}", null, ct);
        await tx.Commit(ct);
        return null;
    }

    private async Task<(Row?, Problem?)> Lock(long scheduleId, string state, CancellationToken ct)
    {
        var seriesId = await db.Scalar<long?>("select series_id from quizzes_schedule where id = @scheduleId", new { scheduleId }, ct);
        if (seriesId is null || await Series.Lock(db, actor, seriesId.Value, ct) is null) return (null, Series.NotFound);
        await db.Scalar<long>($"select id from quizzes_schedule where id = @scheduleId {db.Dialect.ForUpdate}", new { scheduleId }, ct);
        var row = (await db.Row<Row>("select s.series_id, s.state, s.opens_at, s.closes_at, r.recurrence from quizzes_schedule s join quizzes_series r on r.id = s.series_id where s.id = @scheduleId", new { scheduleId }, ct))!;
        return row.State == state && row.OpensAt > clock.GetUtcNow() ? (row, null) : (null, Problem.Conflict("It has opened or ended meanwhile, so it can't be changed any more. Load the page again."));
    }

    private async Task<bool> Overlaps(long scheduleId, long seriesId, DateTimeOffset opensAt, DateTimeOffset closesAt, CancellationToken ct) => await db.Scalar<long>(
        "select count(*) from quizzes_schedule where series_id = @seriesId and id <> @scheduleId and state in ('planned', 'open') and opens_at < @closesAt and closes_at > @opensAt",
        new { scheduleId, seriesId, opensAt, closesAt }, ct) > 0;
}
