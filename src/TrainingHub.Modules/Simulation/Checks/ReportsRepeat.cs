using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Simulation.Checks;

/// <summary>What was reported on a day is what the records say of that day ever after.</summary>
internal sealed class ReportsRepeat(Db db, StatusReport report) : IInvariant
{
    public string Name => "The status as of each reported day is what was reported that day";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var (broken, rows) = (new List<string>(), 0L);
        foreach (var kept in await new Diary(db).Reports(ct))
        {
            var again = await report.AsOf(kept.Day, ct);
            rows += kept.Rows;
            if (again != kept) broken.Add($"{kept.Day:O}: {kept.Rows} rows were reported, {again.Rows} are told now, and they differ");
        }
        return new InvariantFinding(rows, [.. broken.Take(InvariantFinding.Most)]);
    }
}
