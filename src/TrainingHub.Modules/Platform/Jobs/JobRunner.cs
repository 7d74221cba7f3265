using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>How a run ended.</summary>
/// <param name="Outcome">"ok", "failed", "stopped" (the hub was shut down), "busy" (the job was already running) or "skipped" (no longer due, or paused).</param>
public sealed record JobResult(string Outcome, IReadOnlyDictionary<string, long> Counts, string? Error);

/// <summary>
/// Runs jobs, needs no Quartz. One run of a job at a time, over all processes: a lease on the job's row says who runs it.
/// </summary>
internal sealed partial class JobRunner(IServiceScopeFactory scopes, Registry registry, JobTable table, HubMetrics metrics, TimeProvider clock, ILogger<JobRunner> log)
{
    private static readonly TimeSpan HeartBeat = TimeSpan.FromSeconds(15);
    private static readonly IReadOnlyDictionary<string, long> Nothing = new Dictionary<string, long>();

    public Task Declare(CancellationToken ct) => table.Declare(ct);

    /// <summary>Runs whatever is due now, side by side. Times missed while nothing ran are caught up by one run.</summary>
    public async Task Tick(CancellationToken ct)
    {
        var due = await table.Due(ct);
        await Task.WhenAll(due.Select(async job =>
        {
            try
            {
                await Run(job.Id, job.Trigger, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                RunLost(log, job.Id, e); // the database was away; the job is still due, or its lease runs out
            }
        }));
    }

    /// <param name="trigger">"schedule", "retry", "work", "verb" or "person:ID".</param>
    public async Task<JobResult> Run(string id, string trigger, CancellationToken ct)
    {
        var job = registry.Jobs.Find(j => j.Id == id) ?? throw new ArgumentException($"There is no job {id}.", nameof(id));
        var claim = await table.Take(job, trigger, ct);
        if (claim.Refusal is not null) return new JobResult(claim.Refusal, Nothing, null);

        var started = clock.GetUtcNow();
        var watch = clock.GetTimestamp();
        var run = new JobRun();
        var (outcome, error) = ("ok", (string?)null);
        using var work = CancellationTokenSource.CreateLinkedTokenSource(ct); // also cancelled when the lease is lost
        using var over = new CancellationTokenSource();
        var beating = Beat(id, work, over.Token);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Db>().IsBackground = true;
            scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("job", id);
            await ((IJob)scope.ServiceProvider.GetRequiredService(job.Type)).Run(run, work.Token);
            if (run.Failure is { } failure) throw failure;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            (outcome, error) = ("stopped", "The hub was stopped; the job goes on at the next start.");
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested)
        {
            (outcome, error) = ("failed", "Another process took the job over.");
        }
        catch (Exception e)
        {
            (outcome, error) = ("failed", $"{e.GetType().Name}: {e.Message}");
            run.Log(e.ToString());
            JobFailed(log, id, e);
        }
        await over.CancelAsync();
        await beating;
        // What happened is written down even while the hub stops.
        await table.Close(job, claim.RunId, trigger, started, clock.GetElapsedTime(watch), run, outcome, error, CancellationToken.None);
        metrics.JobEnded(id, outcome);
        return new JobResult(outcome, run.Counts, error);
    }

    /// <summary>Keeps the lease while the job runs. A beat that fails is only logged: the next may succeed before the lease runs out.</summary>
    private async Task Beat(string id, CancellationTokenSource work, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(HeartBeat, clock, over);
                if (await table.Renew(id, over)) continue;
                await work.CancelAsync();
                return;
            }
            catch (Exception) when (over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                BeatMissed(log, id, e);
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "Job {Job} failed")]
    private static partial void JobFailed(ILogger logger, string job, Exception exception);

    [LoggerMessage(1003, LogLevel.Warning, "The lease of job {Job} could not be prolonged")]
    private static partial void BeatMissed(ILogger logger, string job, Exception exception);

    [LoggerMessage(1004, LogLevel.Error, "Job {Job} could not be run")]
    private static partial void RunLost(ILogger logger, string job, Exception exception);
}
