using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Tells what became due: due soon, overdue, expiring, expired, grace ended, and at last what a manager should know. Statuses need no job; only notices do.</summary>
internal sealed class LifecycleJob(DueWork due, Events events, TellLapse lapse) : IJob
{
    public Task Run(JobRun run, CancellationToken ct) =>
        due.Do(run, [PeriodSteps.DueSoon, PeriodSteps.Overdue, PeriodSteps.Escalated, PeriodSteps.NotRenewed, PeriodSteps.Expiring, PeriodSteps.Expired, PeriodSteps.GraceEnded], async steps =>
        {
            foreach (var same in steps.GroupBy(s => (s.Step, s.On))) await events.Tell(new StepsDue(same.Key.Step, [.. same.Select(s => s.Period.Id)], same.Key.On), ct);
            await lapse.Handle([.. steps.Where(s => s.Step is PeriodSteps.Expired or PeriodSteps.GraceEnded).Select(s => (s.Chain, s.When))], ct);
            return steps;
        }, ct);
}
