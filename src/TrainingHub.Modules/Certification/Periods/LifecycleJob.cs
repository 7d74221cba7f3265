using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Tells what became due: due soon, overdue, expiring, expired, grace ended, and at last what a manager should know. Statuses need no job; only notices do.</summary>
internal sealed class LifecycleJob(DueWork due, Events events, Work work, Db db) : IJob
{
    private sealed record LapsesRow(long PeriodId, DateOnly GraceEndsOn);

    public Task Run(JobRun run, CancellationToken ct) =>
        due.Do(run, [PeriodSteps.DueSoon, PeriodSteps.Overdue, PeriodSteps.Escalated, PeriodSteps.NotRenewed, PeriodSteps.Expiring, PeriodSteps.Expired, PeriodSteps.GraceEnded], async steps =>
        {
            foreach (var same in steps.GroupBy(s => s.Step)) await events.Tell(new StepsDue(same.Key, [.. same.Select(s => s.Period.Id)]), ct);
            await Lapse([.. steps.Where(s => s.Step is PeriodSteps.Expired or PeriodSteps.GraceEnded && s.Chain.Open is { IsRenewal: true })], ct);
            return steps;
        }, ct);

    /// <summary>That the whole is asked needs no job either; but a course must be given to read again.</summary>
    private async Task Lapse(IReadOnlyList<StepDue> renewing, CancellationToken ct)
    {
        if (renewing.Count == 0) return;
        var lapses = (await db.Rows<LapsesRow>(
            $"""
            select d.id as period_id, r.grace_ends_on from certification_period d join certification_period r on r.id = d.renews_id join certification_policy y on y.id = d.policy_id
            where {db.Dialect.Among("d.id", "ids")} and y.lapsed = 'full'
            """, new { ids = GivenRows.Of(renewing.Select(s => s.Chain.Open!.Id).Distinct()) }, ct)).ToDictionary(l => l.PeriodId, l => l.GraceEndsOn);
        foreach (var step in renewing)
            if (step.Chain.Open is { } open && lapses.TryGetValue(open.Id, out var last) && step.Today > last)
                await work.Enqueue(FreshStart.Lapsed, new PeriodLapsed(open.Id, open.PersonId, open.ProgramId), $"period:{open.Id}", ct);
    }
}
