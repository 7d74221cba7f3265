using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Opens the renewal of everybody whose window has opened.</summary>
internal sealed class RenewalWindowsJob(DueWork due, OpenRenewal openRenewal) : IJob
{
    public Task Run(JobRun run, CancellationToken ct) =>
        due.Do(run, [PeriodSteps.WindowOpens], async steps =>
        {
            var opened = new List<StepDue>();
            foreach (var step in steps)
                if (await openRenewal.IfDue(step.Chain, step.When, ct)) opened.Add(step);
            return opened;
        }, ct);
}
