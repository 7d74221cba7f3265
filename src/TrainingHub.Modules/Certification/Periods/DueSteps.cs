using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Writes what becomes due of a period and when, each step once.</summary>
internal sealed class DueSteps(Db db)
{
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

    private async Task<bool> Schedule(long periodId, string step, DateOnly on, CancellationToken ct) =>
        await db.Execute("insert into certification_due(period_id, step, due_on) values (@periodId, @step, @on) on conflict (period_id, step) do nothing", new { periodId, step, on }, ct) > 0;

    public async Task Schedule(long periodId, IEnumerable<(string Step, DateOnly On)> steps, CancellationToken ct)
    {
        foreach (var (step, on) in steps) await Schedule(periodId, step, on, ct);
    }
}
