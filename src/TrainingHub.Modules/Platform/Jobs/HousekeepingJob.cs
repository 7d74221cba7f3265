using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>
/// Keeps what only documents the running of the hub bounded. Done work keeps its row, since its key is what stops the same thing from being done twice;
/// only its payload goes. The audit log is never touched.
/// </summary>
internal sealed class HousekeepingJob(Db db, TimeProvider clock) : IJob
{
    private const int Chunk = 500;
    private const int MostRuns = 500;

    private sealed record Bound(string Job, long LastGone);

    public async Task Run(JobRun run, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await Repeat(run, "old runs", "delete from platform_job_run where id in (select id from platform_job_run where ended_at < @before limit @Chunk)", new { before = now.AddDays(-90), Chunk }, ct);
        foreach (var bound in await db.Rows<Bound>("select job, id as last_gone from (select job, id, row_number() over (partition by job order by id desc) as place from platform_job_run) numbered where place = @place", new { place = MostRuns + 1 }, ct))
            await Repeat(run, "old runs", "delete from platform_job_run where id in (select id from platform_job_run where job = @Job and id <= @LastGone limit @Chunk)", new { bound.Job, bound.LastGone, Chunk }, ct);
        await Repeat(run, "work payloads", "update platform_work set payload = '' where id in (select id from platform_work where state in ('done', 'discarded') and done_at < @before and payload <> '' limit @Chunk)", new { before = now.AddDays(-90), Chunk }, ct);
        await Repeat(run, "old events", "delete from platform_event where id in (select id from platform_event where at < @before order by id limit @Chunk)", new { before = now.AddYears(-1), Chunk }, ct);
    }

    /// <summary>Small transactions, so that nobody waits behind the cleaning.</summary>
    private async Task Repeat(JobRun run, string what, string sql, object args, CancellationToken ct)
    {
        int count;
        do
        {
            await using var tx = await db.Begin(ct);
            count = await db.Execute(sql, args, ct);
            await tx.Commit(ct);
            run.Count(what, count);
        }
        while (count == Chunk);
    }
}
