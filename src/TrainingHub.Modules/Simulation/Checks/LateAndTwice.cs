using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Simulation.Days;

namespace TrainingHub.Modules.Simulation.Checks;

/// <summary>
/// The two weeks after the end, lived through twice on copies: once with the jobs on time, once with a week in which none ran. The first copy also runs
/// all its jobs twice at one moment.
/// </summary>
internal sealed class LateAndTwice(IHubFactory hubs, SimulationPlan plan, string folder)
{
    private const int Days = 14, Late = 7;

    private sealed record Life(IReadOnlyDictionary<string, string> Fingerprint, HashSet<string> Said, IReadOnlyList<Diary.Report> Statuses);

    public async Task<IReadOnlyList<(string Name, InvariantFinding Finding)>> Check(CancellationToken ct)
    {
        var scratch = Directory.CreateTempSubdirectory("traininghub-simulation-");
        try
        {
            var twice = new List<string>();
            var onTime = await Live(Path.Combine(scratch.FullName, "on-time"), 0, twice, ct);
            var late = await Live(Path.Combine(scratch.FullName, "late"), Late, null, ct);
            List<string> differs =
            [
                .. onTime.Fingerprint.Where(f => f.Key != Fingerprint.Notices && late.Fingerprint[f.Key] != f.Value).Select(f => $"{f.Key} differ"),
                .. onTime.Statuses.Zip(late.Statuses).Where(p => p.First != p.Second).Select(p => $"statuses of {p.First.Day:O} differ"),
                // What was no longer true when the late job came is not said; but it says nothing that was not due.
                .. late.Said.Except(onTime.Said).Take(InvariantFinding.Most).Select(said => $"only the late one says {said}"),
            ];
            return
            [
                ("Jobs that run twice change nothing", new InvariantFinding(onTime.Fingerprint.Count, twice)),
                ("Jobs that run a week late change nothing but notices", new InvariantFinding(onTime.Statuses.Sum(s => s.Rows), differs)),
            ];
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            scratch.Delete(recursive: true);
        }
    }

    private async Task<Life> Live(string copy, int daysWithout, List<string>? twice, CancellationToken ct)
    {
        CopyDatabase(copy);
        using var hub = await SimulatedHub.OpenAtTheEnd(hubs, copy, plan, ct);
        var jobs = new Jobs(hub);
        if (twice is not null)
        {
            await jobs.RunAll();
            var once = await hub.In(services => services.GetRequiredService<Fingerprint>().Take(ct));
            await jobs.RunAll();
            var again = await hub.In(services => services.GetRequiredService<Fingerprint>().Take(ct));
            twice.AddRange(once.Where(o => again[o.Key] != o.Value).Select(o => $"{o.Key} differ"));
        }
        for (var day = 1; day <= Days; day++)
        {
            hub.Clock.MoveTo(Timeline.TimeOf(plan.End.AddDays(day), Part.Morning));
            if (day > daysWithout) await jobs.Tick();
        }
        return await hub.In(async services =>
        {
            var statuses = new List<Diary.Report>();
            for (var day = 1; day <= Days; day++) statuses.Add(await services.GetRequiredService<StatusReport>().Known(plan.End.AddDays(day), ct));
            return new Life(await services.GetRequiredService<Fingerprint>().Take(ct), await services.GetRequiredService<Fingerprint>().AllSaid(ct), statuses);
        });
    }

    private void CopyDatabase(string copy)
    {
        Directory.CreateDirectory(copy);
        using var from = new SqliteConnection($"Data Source={Path.Combine(folder, "traininghub.db")}");
        using var to = new SqliteConnection($"Data Source={Path.Combine(copy, "traininghub.db")}");
        from.Open();
        to.Open();
        from.BackupDatabase(to);
    }
}
