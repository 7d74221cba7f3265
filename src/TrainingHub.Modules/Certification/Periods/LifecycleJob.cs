using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Tells what became due: due soon, overdue, expiring, expired, grace ended. Statuses need no job; only notices do.</summary>
internal sealed class LifecycleJob(DueWork due, Events events, Work work, Db db) : IJob
{
    public Task Run(JobRun run, CancellationToken ct) =>
        due.Do(run, [PeriodSteps.DueSoon, PeriodSteps.Overdue, PeriodSteps.Expiring, PeriodSteps.Expired, PeriodSteps.GraceEnded], async (chain, period, step, today) =>
        {
            await events.Tell(new PeriodStepDue(period.Id, period.PersonId, period.ProgramId, step), ct);
            if (step is PeriodSteps.Expired or PeriodSteps.GraceEnded) await Lapse(chain, today, ct);
            return true;
        }, ct);

    /// <summary>That the whole is asked needs no job either; but a course must be given to read again.</summary>
    private async Task Lapse(Chain chain, DateOnly today, CancellationToken ct)
    {
        if (chain.Open is not { IsRenewal: true } open || (await PathRow.Of(db, open.Id, ct)).LapsesAfter is not { } last || today <= last) return;
        await work.Enqueue(FreshStart.Lapsed, new PeriodLapsed(open.Id, open.PersonId, open.ProgramId), $"period:{open.Id}", ct);
    }
}
