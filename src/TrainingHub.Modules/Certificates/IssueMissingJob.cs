using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certificates;

/// <summary>Issues what had to wait because the hub's address was unknown, one by one.</summary>
internal sealed class IssueMissingJob(Db db, IssueCertificate issue, VerifyAddress address) : IJob
{
    public async Task Run(JobRun run, CancellationToken ct)
    {
        var waiting = await db.Rows<long>("select period_id from certificates_pending order by period_id", null, ct);
        if (waiting.Count == 0) return;
        if (!address.IsKnown)
        {
            run.Log($"{waiting.Count} certificates wait: set TrainingHub:Hub:BaseUrl to the address under which people reach the hub, and restart it.");
            return;
        }
        foreach (var periodId in waiting)
        {
            await issue.Issue(periodId, ct);
            run.Count("issued");
        }
    }
}
