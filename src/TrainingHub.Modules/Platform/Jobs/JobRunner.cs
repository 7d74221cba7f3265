using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>How a run ended.</summary>
/// <param name="Outcome">"ok", "failed", or "busy" where the job was already running.</param>
public sealed record JobResult(string Outcome, IReadOnlyDictionary<string, long> Counts, string? Error);

/// <summary>
/// Runs jobs, needs no Quartz. One run of a job at a time, over all processes: a lease on the job's row says who runs it.
/// </summary>
internal sealed partial class JobRunner(IServiceScopeFactory scopes, Registry registry, HubSettings settings, TimeProvider clock, Entropy entropy, ILogger<JobRunner> log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan HeartBeat = TimeSpan.FromSeconds(30);
    private readonly string owner = entropy.Uuid();

    private sealed record DueJob(string Id, bool IsRetry);

    /// <summary>Brings the job table in line with the program; a job new to it gets its first time from its schedule.</summary>
    public async Task Declare(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var tx = await db.Begin(ct);
        var now = clock.GetUtcNow();
        foreach (var job in registry.Jobs)
        {
            await db.Execute("insert into platform_job(id, paused, failures, next_fire, cron) values (@Id, false, 0, @Next, @Cron) on conflict (id) do nothing",
                new { job.Id, Next = job.Schedule.Next(now, settings.TimeZone), job.Schedule.Cron }, ct);
            // A new version may bring a new schedule; a time already missed stays, so that it is caught up.
            await db.Execute("update platform_job set cron = @Cron, next_fire = @Next where id = @Id and cron <> @Cron and next_fire > @now",
                new { job.Id, job.Schedule.Cron, Next = job.Schedule.Next(now, settings.TimeZone), now }, ct);
        }
        if (db.Dialect == Dialect.Sqlite)
        {
            // SQLite is one process: whatever still holds a lease was killed.
            await db.Execute("update platform_job set lease_owner = null, lease_until = null where lease_owner <> @owner", new { owner }, ct);
        }
        await db.Execute("update platform_job_run set outcome = 'killed', ended_at = started_at where outcome is null and job not in (select id from platform_job where lease_owner is not null and lease_until > @now)", new { now }, ct);
        await tx.Commit(ct);
    }

    /// <summary>Runs whatever is due now. Times missed while nothing ran are caught up by one run.</summary>
    public async Task Tick(CancellationToken ct)
    {
        List<DueJob> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            due = await db.Rows<DueJob>("select id, case when next_fire <= @now then false else true end as is_retry from platform_job where paused = false and (next_fire <= @now or retry_at <= @now) order by next_fire", new { now = clock.GetUtcNow() }, ct);
        }
        foreach (var job in due)
            await Run(job.Id, job.IsRetry ? "retry" : "schedule", ct);
    }

    /// <param name="trigger">"schedule", "retry", "work", "verb" or "person:ID".</param>
    public async Task<JobResult> Run(string id, string trigger, CancellationToken ct)
    {
        var job = registry.Jobs.Find(j => j.Id == id) ?? throw new ArgumentException($"There is no job {id}.", nameof(id));
        if (!await TakeLease(job, ct)) return new JobResult("busy", new Dictionary<string, long>(), null);

        var started = clock.GetUtcNow();
        var watch = clock.GetTimestamp();
        var run = new JobRun();
        var isQuiet = trigger is "schedule" or "work"; // a queue that had nothing to do leaves no line in the history
        long? runId = isQuiet ? null : await Open(id, trigger, started, ct);
        string? error = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var beating = Beat(id, stop.Token);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Db>().IsBackground = true;
            scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("job", id);
            await ((IJob)scope.ServiceProvider.GetRequiredService(job.Type)).Run(run, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            error = "The hub was stopped.";
        }
        catch (Exception e)
        {
            error = $"{e.GetType().Name}: {e.Message}";
            run.Log(e.ToString());
            JobFailed(log, id, e);
        }
        await stop.CancelAsync();
        await beating;
        await Close(job, runId, trigger, started, clock.GetElapsedTime(watch), run, error, ct.IsCancellationRequested ? CancellationToken.None : ct);
        return new JobResult(error is null ? "ok" : "failed", run.Counts, error);
    }

    private async Task<bool> TakeLease(JobDeclaration job, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.IsBackground = true;
        var now = clock.GetUtcNow();
        await using var tx = await db.Begin(ct);
        var taken = await db.Execute(
            "update platform_job set lease_owner = @owner, lease_until = @until, last_fire = @now, next_fire = @next where id = @Id and (lease_until is null or lease_until <= @now)",
            new { job.Id, owner, now, until = now + Lease, next = job.Schedule.Next(now, settings.TimeZone) }, ct);
        await tx.Commit(ct);
        return taken == 1;
    }

    private async Task Beat(string id, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(HeartBeat, clock, stop);
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<Db>();
                await using var tx = await db.Begin(stop);
                await db.Execute("update platform_job set lease_until = @until where id = @id and lease_owner = @owner", new { id, owner, until = clock.GetUtcNow() + Lease }, stop);
                await tx.Commit(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // the run is over
        }
    }

    private async Task<long> Open(string id, string trigger, DateTimeOffset started, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var tx = await db.Begin(ct);
        var runId = await db.Insert("insert into platform_job_run(job, fired_by, started_at) values (@id, @trigger, @started) returning id", new { id, trigger, started }, ct);
        await tx.Commit(ct);
        return runId;
    }

    private async Task Close(JobDeclaration job, long? runId, string trigger, DateTimeOffset started, TimeSpan took, JobRun run, string? error, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.IsBackground = true;
        await using var tx = await db.Begin(ct);
        var failures = error is null ? 0 : 1 + await db.Scalar<int>("select failures from platform_job where id = @Id", new { job.Id }, ct);
        // Three tries with growing pauses; then the job waits for its next regular time.
        DateTimeOffset? retry = failures is > 0 and <= 3 ? clock.GetUtcNow() + TimeSpan.FromMinutes(Math.Pow(5, failures - 1)) : null;
        await db.Execute("update platform_job set lease_owner = null, lease_until = null, failures = @failures, retry_at = @retry where id = @Id and lease_owner = @owner", new { job.Id, owner, failures, retry }, ct);
        if (runId is not null || error is not null || run.DidAnything)
        {
            runId ??= await db.Insert("insert into platform_job_run(job, fired_by, started_at) values (@Id, @trigger, @started) returning id", new { job.Id, trigger, started }, ct);
            await db.Execute("update platform_job_run set ended_at = @ended, milliseconds = @ms, outcome = @outcome, counts = @counts, log = @log, error = @error where id = @runId",
                new { runId, ended = started + took, ms = (long)took.TotalMilliseconds, outcome = error is null ? "ok" : "failed", counts = JsonSerializer.Serialize(run.Counts, Json.Plain), log = run.LogText, error }, ct);
        }
        await tx.Commit(ct);
    }

    [LoggerMessage(1001, LogLevel.Error, "Job {Job} failed")]
    private static partial void JobFailed(ILogger logger, string job, Exception exception);
}
