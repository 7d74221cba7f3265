using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>A rule was made, changed or ended: whom it concerns is looked at, soon.</summary>
/// <param name="VersionId">What it says now.</param>
internal sealed record RuleChanged(long VersionId)
{
    public const string Work = "Certification.RuleChanged";

    public static Task Tell(Work work, long versionId, CancellationToken ct) => work.Enqueue(Work, new RuleChanged(versionId), $"version:{versionId}", ct);
}

/// <summary>Works out soon what the rules newly say; the first that is told of several does all of them, and what this misses, the hourly job finds.</summary>
internal sealed class EvaluateRuleChange(DoRuleChanges changes, DoVisits visits, Work work) : IConsumer<RuleChanged>
{
    // A work item is leased for five minutes; what is left after two goes on with another one.
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    public async Task Handle(RuleChanged payload, WorkItem item, CancellationToken ct)
    {
        var run = new JobRun();
        if (!await changes.Handle(run, Most, ct)) await work.Enqueue(RuleChanged.Work, payload, $"version:{payload.VersionId}:after:{item.Id}", ct);
        else await visits.Handle(run, Most, ct);
        if (run.Failure is { } failure) throw failure;
    }
}
