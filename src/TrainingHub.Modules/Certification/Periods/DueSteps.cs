using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>The one place that writes what becomes due of a period, and when: as it is opened or certified, after a step was done, and when its dates or its policy have changed.</summary>
internal sealed class DueSteps(Db db)
{
    private sealed record EscalateRow(long Id, string Escalate);

    private sealed record NotedRow(long Id, string Step, DateOnly DueOn, bool IsDone);

    private Dictionary<long, CalendarSpan> escalates = [];

    /// <summary>
    /// The next step of a period that was opened, alone: nearly all are completed before a second one comes, and a million periods that are opened at once are a million rows less. When it is done,
    /// the one after it is written.
    /// </summary>
    /// <param name="assigned">From which it is reckoned.</param>
    public Task Opened(long periodId, DateOnly assigned, DateOnly? due, DateOnly? renewedExpiry, CancellationToken ct) =>
        Write([.. PeriodSteps.OfOpen(assigned, due, renewedExpiry).Take(1).Select(s => (periodId, s.Step, s.On))], ct);

    /// <summary>Those of a period that was certified.</summary>
    public Task Certified(long periodId, IEnumerable<(string Step, DateOnly On)> steps, CancellationToken ct) => Write([.. steps.Select(s => (periodId, s.Step, s.On))], ct);

    /// <summary>What comes after steps that were done, of those that are still to be completed or renewed.</summary>
    /// <returns>The earliest day of them.</returns>
    public async Task<DateOnly?> After(IReadOnlyCollection<(Period Period, string Step)> done, CancellationToken ct)
    {
        var rows = new List<(long PeriodId, string Step, DateOnly On)>();
        foreach (var (period, step) in done)
        {
            if (period.EndedOn is not null || (period.ExpiresOn ?? period.DueOn) is not { } last) continue;
            if (PeriodSteps.After(step, last, await Escalate(period.PolicyId, ct)) is { } next) rows.Add((period.Id, next.Step, next.On));
        }
        await Write(rows, ct);
        return rows.Count == 0 ? null : rows.Min(r => r.On);
    }

    /// <summary>An open period is due sooner. What was to be told of the later day is not.</summary>
    public async Task BroughtForward(Period open, DateOnly due, DateOnly? renewedExpiry, DateOnly today, CancellationToken ct)
    {
        await db.Execute("delete from certification_due where period_id = @Id and done_at is null", new { open.Id }, ct);
        await Opened(open.Id, today, due, renewedExpiry, ct);
    }

    /// <summary>After the dates or the policy of a period have changed: see <see cref="StepsAgain"/>.</summary>
    /// <param name="period">As it is now.</param>
    public async Task Changed(Period period, DateOnly? renewedExpiry, DateOnly today, CancellationToken ct)
    {
        var noted = await db.Rows<NotedRow>("select u.id, u.step, u.due_on, u.done_at is not null as is_done from certification_due u where u.period_id = @Id order by u.id", new { period.Id }, ct);
        var ahead = StepsAgain.Of(period.Steps(renewedExpiry, await Escalate(period.PolicyId, ct)), [.. noted.Select(n => new NotedStep(n.Step, n.DueOn, n.IsDone))], today);
        long[] over = [.. noted.Where(n => !n.IsDone && !ahead.Contains((n.Step, n.DueOn))).Select(n => n.Id)];
        if (over.Length > 0) await db.Execute($"delete from certification_due where {db.Dialect.In("id", "over")}", new { over }, ct);
        await Write([.. ahead.Where(a => !noted.Exists(n => !n.IsDone && (n.Step, n.DueOn) == a)).Select(a => (period.Id, a.Step, a.On))], ct);
    }

    /// <summary>A policy is never changed; a new one is read when it first comes up.</summary>
    private async Task<CalendarSpan> Escalate(long policyId, CancellationToken ct)
    {
        if (!escalates.ContainsKey(policyId))
            escalates = (await db.Rows<EscalateRow>("select y.id, y.escalate from certification_policy y", null, ct)).ToDictionary(y => y.Id, y => CalendarSpan.Parse(y.Escalate).Value);
        return escalates[policyId];
    }

    private async Task Write(List<(long PeriodId, string Step, DateOnly On)> steps, CancellationToken ct)
    {
        if (steps.Count == 0) return;
        var rows = new GivenRows();
        foreach (var (periodId, step, on) in steps) rows.Row().Add(periodId).Add(step).Add(on);
        await db.Execute(
            $"insert into certification_due(period_id, step, due_on) select x.period_id, x.step, x.due_on from {db.Dialect.Given("rows", "period_id {long}", "step text", "due_on {date}")} x where true on conflict (period_id, step, due_on) do nothing",
            new { rows = rows.ToString() }, ct);
    }
}
