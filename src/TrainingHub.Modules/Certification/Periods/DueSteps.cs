using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Writes what becomes due of a period and when, each step once.</summary>
internal sealed class DueSteps(Db db)
{
    public async Task Schedule(long periodId, IEnumerable<(string Step, DateOnly On)> steps, CancellationToken ct)
    {
        foreach (var (step, on) in steps)
            await db.Execute("insert into certification_due(period_id, step, due_on) values (@periodId, @step, @on) on conflict (period_id, step) do nothing", new { periodId, step, on }, ct);
    }
}
