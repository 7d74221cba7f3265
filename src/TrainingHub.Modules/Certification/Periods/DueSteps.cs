using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Writes what becomes due of a period and when, each step once.</summary>
internal sealed class DueSteps(Db db)
{
    private sealed record EscalateRow(long Id, string Escalate);

    private Dictionary<long, CalendarSpan> escalates = [];

    /// <summary>
    /// The next step of an open period alone: nearly all are completed before a second one comes, and a million periods that are opened at once are a million rows less. When it is done,
    /// the one after it is written.
    /// </summary>
    /// <param name="steps">In their order; those that were done before are passed over.</param>
    /// <returns>The day of the step that was written.</returns>
    public async Task<DateOnly?> ScheduleNext(long periodId, IEnumerable<(string Step, DateOnly On)> steps, CancellationToken ct)
    {
        foreach (var (step, on) in steps)
            if (await Schedule(periodId, step, on, ct)) return on;
        return null;
    }

    /// <summary>What comes after steps that were done, of those that are still to be completed or renewed.</summary>
    /// <returns>The earliest day of them.</returns>
    public async Task<DateOnly?> ScheduleAfter(IReadOnlyCollection<(Period Period, string Step)> done, CancellationToken ct)
    {
        var (rows, earliest) = (new GivenRows(), (DateOnly?)null);
        foreach (var (period, step) in done)
        {
            if (period.EndedOn is not null || (period.ExpiresOn ?? period.DueOn) is not { } last) continue;
            if (PeriodSteps.After(step, last, await Escalate(period.PolicyId, ct)) is not { } next) continue;
            rows.Row().Add(period.Id).Add(next.Step).Add(next.On);
            if (!(next.On > earliest)) earliest = next.On;
        }
        if (rows.Count > 0)
            await db.Execute($"insert into certification_due(period_id, step, due_on) select x.period_id, x.step, x.due_on from {db.Dialect.Given("rows", "period_id {long}", "step text", "due_on {date}")} x where true on conflict (period_id, step) do nothing",
                new { rows = rows.ToString() }, ct);
        return earliest;
    }

    /// <summary>A policy is never changed; a new one is read when it first comes up.</summary>
    private async Task<CalendarSpan> Escalate(long policyId, CancellationToken ct)
    {
        if (!escalates.ContainsKey(policyId))
            escalates = (await db.Rows<EscalateRow>("select y.id, y.escalate from certification_policy y", null, ct)).ToDictionary(y => y.Id, y => CalendarSpan.Parse(y.Escalate).Value);
        return escalates[policyId];
    }

    private async Task<bool> Schedule(long periodId, string step, DateOnly on, CancellationToken ct) =>
        await db.Execute("insert into certification_due(period_id, step, due_on) values (@periodId, @step, @on) on conflict (period_id, step) do nothing", new { periodId, step, on }, ct) > 0;

    public async Task Schedule(long periodId, IEnumerable<(string Step, DateOnly On)> steps, CancellationToken ct)
    {
        foreach (var (step, on) in steps) await Schedule(periodId, step, on, ct);
    }
}
