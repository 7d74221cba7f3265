using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>When the scheduler last ticked in this process; readiness asks.</summary>
internal sealed class SchedulerPulse(TimeProvider clock)
{
    /// <summary>The last tick, or the start where none came yet.</summary>
    public DateTimeOffset LastSign { get; private set; } = clock.GetUtcNow();

    public void Tick() => LastSign = clock.GetUtcNow();
}

/// <summary>
/// Quartz ticks; our tables decide. Each tick asks the runner for what is due, so a missed time is found by the first tick after a start.
/// Ticks may overlap: a long job must not hold up the others, and its own lease keeps it from running twice.
/// </summary>
internal sealed class TickJob(JobRunner runner, SchedulerPulse pulse, IHostApplicationLifetime lifetime) : Quartz.IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        pulse.Tick();
        try
        {
            await runner.Tick(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // stopping
        }
    }
}

/// <summary>Runs a queue's job as soon as work for it was committed.</summary>
internal sealed partial class WorkWaker(JobRunner runner, Registry registry, WorkSignal signal, TimeProvider clock, ILogger<WorkWaker> log) : BackgroundService
{
    // One place per queue: a wake-up during a run is kept and makes another run; more than one would add nothing.
    private readonly Dictionary<string, Channel<bool>> woken = registry.Consumers.Select(c => c.Queue).Distinct(StringComparer.Ordinal).Where(q => registry.Jobs.Exists(j => j.Id == QueueJobs.IdOf(q)))
        .ToDictionary(q => q, _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }), StringComparer.Ordinal);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        signal.Woken += Wake; // before anything else starts, so that no work is missed
        foreach (var queue in woken.Keys) Wake(queue); // what was left when the hub stopped, and what the start itself asked for
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        signal.Woken -= Wake;
        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(woken.Select(w => Serve(w.Key, w.Value.Reader, stoppingToken)));

    private void Wake(string queue)
    {
        if (woken.TryGetValue(queue, out var channel)) channel.Writer.TryWrite(true);
    }

    private async Task Serve(string queue, ChannelReader<bool> wakes, CancellationToken stopping)
    {
        try
        {
            await foreach (var _ in wakes.ReadAllAsync(stopping)) await RunUntilFree(queue, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // stopping
        }
    }

    /// <summary>A run that was under way may have looked for work just before ours was committed: wait for its end, then look again.</summary>
    private async Task RunUntilFree(string queue, CancellationToken stopping)
    {
        try
        {
            var pause = TimeSpan.FromMilliseconds(50);
            while ((await runner.Run(QueueJobs.IdOf(queue), "work", stopping)).Outcome == "busy")
            {
                await Task.Delay(pause, clock, stopping);
                if (pause < TimeSpan.FromSeconds(1)) pause *= 2;
            }
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            WakeFailed(log, queue, e); // the database may be away; the next tick takes the work up
        }
    }

    [LoggerMessage(1002, LogLevel.Warning, "The queue {Queue} could not be worked off; the next tick tries again")]
    private static partial void WakeFailed(ILogger logger, string queue, Exception exception);
}

internal static class JobScheduling
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SchedulerPulse>();
        services.AddQuartz(q =>
        {
            q.ConfigureScheduler(o => o.InstanceName = "TrainingHub");
            q.UseInMemoryStore();
            q.UseDefaultThreadPool(p => p.MaxConcurrency = 32); // a tick lasts as long as the jobs it started
            q.AddJob<TickJob>(j => j.WithIdentity("tick").StoreDurably());
            q.AddTrigger(t => t.ForJob(new JobKey("tick")).WithIdentity("tick").StartNow().WithSimpleSchedule(TimeSpan.FromSeconds(5)));
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        services.AddHostedService<WorkWaker>();
        // Jobs hear of the stop at once; one that does not listen is cut off, and its run is found killed at the next start.
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
    }
}
