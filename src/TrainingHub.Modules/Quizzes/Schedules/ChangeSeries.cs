using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>Pauses a series, goes on with it, or ends it. What is open stays open until its time.</summary>
internal sealed class ChangeSeries(Db db, MakeOccurrences make, Audit audit, Actor actor, TimeProvider clock)
{
    public static readonly string[] Changes = ["pause", "resume", "end"];

    /// <param name="change">One of <see cref="Changes"/>.</param>
    public async Task<Problem?> Handle(long seriesId, string change, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await Series.Lock(db, actor, seriesId, ct) is not { } series) return Series.NotFound;
        var (from, to) = change switch
        {
            "pause" => (new[] { "active" }, "paused"),
            "resume" => (["paused"], "active"),
            "end" => (["active", "paused"], "ended"),
            _ => throw new ArgumentException($"There is no change {change}.", nameof(change)),
        };
        if (series.State == to) return null;
        if (!from.Contains(series.State)) return Problem.Conflict("This series has ended. Plan a new one.");
        await Write(seriesId, to, ct);
        await tx.Commit(ct);
        return null;
    }

    /// <summary>Brings it into another state; the caller holds its lock and has asked whether it may be.</summary>
    /// <param name="to">active, paused or ended</param>
    public async Task Write(long seriesId, string to, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var now = clock.GetUtcNow();
        await db.Execute("update quizzes_series set state = @to, in_force_from = case when @to = 'active' then @now else in_force_from end, revision = revision + 1 where id = @seriesId", new { seriesId, to, now }, ct);
        if (to == "active")
        {
            // What passed during the pause was left out, not missed.
            await db.Execute("update quizzes_schedule set state = 'skipped' where series_id = @seriesId and state = 'planned' and closes_at <= @now", new { seriesId, now }, ct);
            await make.Handle(seriesId, ct);
        }
        if (to == "ended") await Series.DropPlanned(db, seriesId, onlyUnmoved: false, now, ct);
        await audit.Write($"quizzes.series-{to}", $"series:{seriesId}", null, ct);
        await tx.Commit(ct);
    }
}
