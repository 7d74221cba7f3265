using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Platform.Events;

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
