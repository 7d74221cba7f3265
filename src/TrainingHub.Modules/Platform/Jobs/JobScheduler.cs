using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>
/// Quartz ticks; our tables decide. Each tick asks the runner for what is due, so a missed time is found by the first tick after a start.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class TickJob(JobRunner runner) : Quartz.IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await runner.Tick(ct);
}

/// <summary>Runs a queue's job as soon as work for it was committed.</summary>
internal sealed partial class WorkWaker(JobRunner runner, Registry registry, WorkSignal signal, ILogger<WorkWaker> log) : BackgroundService
{
    private readonly System.Threading.Channels.Channel<string> woken = System.Threading.Channels.Channel.CreateBounded<string>(
        new System.Threading.Channels.BoundedChannelOptions(64) { FullMode = System.Threading.Channels.BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void Remember(string queue) => woken.Writer.TryWrite(queue);
        signal.Woken += Remember;
        try
        {
            await foreach (var first in woken.Reader.ReadAllAsync(stoppingToken))
            {
                var queues = new HashSet<string> { first };
                while (woken.Reader.TryRead(out var more)) queues.Add(more);
                foreach (var queue in queues)
                {
                    if (!registry.Jobs.Exists(j => j.Id == QueueJobs.IdOf(queue))) continue;
                    try
                    {
                        await runner.Run(QueueJobs.IdOf(queue), "work", stoppingToken);
                    }
                    catch (Exception e) when (e is not OperationCanceledException)
                    {
                        WakeFailed(log, queue, e); // the database may be away; the next tick takes the work up
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
        finally
        {
            signal.Woken -= Remember;
        }
    }

    [LoggerMessage(1002, LogLevel.Warning, "The queue {Queue} could not be worked off; the next tick tries again")]
    private static partial void WakeFailed(ILogger logger, string queue, Exception exception);
}

internal static class QueueJobs
{
    public static string IdOf(string queue) => $"work.{queue}";
}

/// <summary>Works off one queue; the job of each queue is this class with its name.</summary>
internal abstract class QueueJob(WorkQueue queue, string name, int cap) : IJob
{
    public Task Run(JobRun run, CancellationToken ct) => queue.Drain(name, run, cap, ct);
}

internal sealed class GeneralWorkJob(WorkQueue queue) : QueueJob(queue, Queues.General, 2_000);

/// <summary>The cap is the most mails sent in one run, so that a mistake in a rule can't flood everybody at once.</summary>
internal sealed class MailWorkJob(WorkQueue queue) : QueueJob(queue, Queues.Mail, 500);

internal sealed class PaperWorkJob(WorkQueue queue) : QueueJob(queue, Queues.Papers, 1_000);

internal static class JobScheduling
{
    public static void Add(IServiceCollection services)
    {
        services.AddQuartz(q =>
        {
            q.ConfigureScheduler(o => o.InstanceName = "TrainingHub");
            q.UseInMemoryStore();
            q.AddJob<TickJob>(j => j.WithIdentity("tick").StoreDurably());
            q.AddTrigger(t => t.ForJob(new JobKey("tick")).WithIdentity("tick").StartNow().WithSimpleSchedule(TimeSpan.FromSeconds(5)));
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        services.AddHostedService<WorkWaker>();
    }
}
