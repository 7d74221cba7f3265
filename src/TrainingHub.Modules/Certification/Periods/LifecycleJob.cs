using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Tells what became due: due soon, overdue, expiring, expired, grace ended. Statuses need no job; only notices do.</summary>
internal sealed class LifecycleJob(DueWork due, Events events) : IJob
{
    public Task Run(JobRun run, CancellationToken ct) =>
        due.Do(run, [PeriodSteps.DueSoon, PeriodSteps.Overdue, PeriodSteps.Expiring, PeriodSteps.Expired, PeriodSteps.GraceEnded], async (_, period, step, _) =>
        {
            await events.Tell(new PeriodStepDue(period.Id, period.PersonId, period.ProgramId, step), ct);
            return true;
        }, ct);
}
