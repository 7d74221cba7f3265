using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Platform.Health;

/// <param name="Checks">What was looked at, each "ok" or what is wrong in words.</param>
internal sealed record ReadinessReport(bool IsReady, IReadOnlyDictionary<string, string> Checks);

/// <summary>Whether the hub can serve people now: the database answers, the scheduler ticks, the disk takes what is written.</summary>
internal sealed class Readiness(IServiceScopeFactory scopes, IServiceProvider services, HubSettings settings, TimeProvider clock)
{
    private const long LeastFreeBytes = 100L * 1024 * 1024;
    private const string Ok = "ok";
    private readonly Lock door = new();
    private Task<string>? probe;
    private volatile bool isReading;
    private static readonly TimeSpan DatabaseLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TickLimit = TimeSpan.FromSeconds(60);

    public async Task<ReadinessReport> Check(CancellationToken ct)
    {
        var checks = new Dictionary<string, string> { ["database"] = await Database(ct), ["scheduler"] = Scheduler(), ["disk"] = await Disk(ct) };
        return new ReadinessReport(checks.Values.All(c => c == Ok), checks);
    }

    /// <summary>
    /// Reads, and takes the turn to write without writing. One probe at a time, not cut short: a driver that waits for a lock can't be called off,
    /// and each that is asked for meanwhile would only lengthen the line.
    /// </summary>
    private async Task<string> Database(CancellationToken ct)
    {
        Task<string> running;
        lock (door) running = probe is { IsCompleted: false } ? probe : probe = Task.Run(Probe, CancellationToken.None);
        try
        {
            return await running.WaitAsync(DatabaseLimit, clock, ct);
        }
        catch (TimeoutException)
        {
            return isReading ? "The database does not answer." : "The database takes no writes: another program holds it, or more is written than it can take.";
        }
    }

    private async Task<string> Probe()
    {
        isReading = true;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await db.Scalar<long>("select count(*) from platform_job", null, CancellationToken.None);
            isReading = false;
            await using var tx = await db.Begin(CancellationToken.None);
            return Ok;
        }
        catch (Exception e)
        {
            return Outage.Of(e) switch
            {
                OutageKind.Disk => "The database can't write to its disk.",
                OutageKind.Database when isReading => "The database does not answer.",
                OutageKind.Database => "The database takes no writes: another program holds it.",
                _ => $"The database does not answer: {e.GetType().Name}.",
            };
        }
    }

    private string Scheduler()
    {
        if (services.GetService<SchedulerPulse>() is not { } pulse) return Ok; // started with --no-jobs
        var silence = clock.GetUtcNow() - pulse.LastSign;
        return silence <= TickLimit ? Ok : $"The scheduler has not ticked for {silence.TotalSeconds:0} seconds.";
    }

    private async Task<string> Disk(CancellationToken ct)
    {
        try
        {
            var free = new DriveInfo(settings.DataFolder).AvailableFreeSpace;
            if (free < LeastFreeBytes) return $"Only {free / 1024 / 1024} MB are free where the data folder lies; at least {LeastFreeBytes / 1024 / 1024} MB are needed.";
            var probe = Path.Combine(settings.DataFolder, ".ready");
            await File.WriteAllTextAsync(probe, "", ct);
            File.Delete(probe);
            return Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The data folder can't be written: {e.GetType().Name}.";
        }
    }
}
