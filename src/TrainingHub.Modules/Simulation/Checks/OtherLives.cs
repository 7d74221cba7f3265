using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Simulation.Days;

namespace TrainingHub.Modules.Simulation.Checks;

/// <summary>
/// The two weeks after the end, lived through several times on copies. People are hired, move, leave and come back, learn and pass, a rule is made and changed, in each life
/// the same; but the hub's own work is done on time, a week late, in another order, or for one person after the other. What came out must be the same.
/// </summary>
internal sealed class OtherLives(IHubFactory hubs, SimulationPlan plan, string folder)
{
    private const int Days = 14, Late = 7;

    /// <summary>On these days after the end a rule is made, and changed.</summary>
    private static readonly Dictionary<int, string> Rules = new() { [2] = "{ sites: [RIVER] }", [9] = "{ departments: [FRONT, SALES] }" };

    private enum Way { OnTime, Late, OutOfOrder, OneByOne }

    private sealed record Life(IReadOnlyDictionary<string, string> Fingerprint, HashSet<string> Said, IReadOnlyList<Diary.Report> Statuses);

    public async Task<IReadOnlyList<(string Name, InvariantFinding Finding)>> Check(CancellationToken ct)
    {
        var scratch = Directory.CreateTempSubdirectory("traininghub-simulation-");
        try
        {
            var twice = new List<string>();
            var onTime = await Live(Path.Combine(scratch.FullName, "on-time"), Way.OnTime, twice, ct);
            var found = new List<(string, InvariantFinding)> { ("Jobs that run twice change nothing", new InvariantFinding(onTime.Fingerprint.Count, twice)) };
            foreach (var (way, name) in new[]
            {
                (Way.Late, "Jobs that run a week late change nothing but notices"),
                (Way.OutOfOrder, "Jobs that run in another order change nothing but notices"),
                (Way.OneByOne, "Rules worked out for one person after the other ask the same as for all at once"),
            })
                found.Add((name, new InvariantFinding(onTime.Statuses.Sum(s => s.Rows), [.. Differences(onTime, await Live(Path.Combine(scratch.FullName, way.ToString()), way, null, ct))])));
            return found;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            scratch.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Differences(Life onTime, Life other) =>
    [
        .. onTime.Fingerprint.Where(f => f.Key is not (Fingerprint.Notices or Fingerprint.SerialNumbers) && other.Fingerprint[f.Key] != f.Value).Select(f => $"{f.Key} differ"),
        .. onTime.Statuses.Zip(other.Statuses).Where(p => p.First != p.Second).Select(p => $"statuses of {p.First.Day:O} differ"),
        // What was no longer true when the late job came is not said; but it says nothing that was not due.
        .. other.Said.Except(onTime.Said).Take(InvariantFinding.Most).Select(said => $"not said on time: {said}"),
    ];

    private async Task<Life> Live(string copy, Way way, List<string>? twice, CancellationToken ct)
    {
        Copy(copy);
        using var hub = await SimulatedHub.OpenAtTheEnd(hubs, copy, plan, ct);
        var jobs = new Jobs(hub) { Order = way == Way.OutOfOrder ? id => plan.Below(1000, id, DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime), "order") : null };
        if (twice is not null)
        {
            await jobs.RunAll();
            var once = await Taken(hub, ct);
            await jobs.RunAll();
            var again = await Taken(hub, ct);
            twice.AddRange(once.Where(o => again[o.Key] != o.Value).Select(o => $"{o.Key} differ"));
        }
        // Only what was asked already: what a late job has not asked yet nobody can do.
        var asked = await hub.In(async services => (await services.GetRequiredService<Db>().Rows<Asked>(
            "select d.person_id, p.slug as program from v_certification_period d join v_certification_program p on p.id = d.program_id where d.completed_on is null and d.ended_on is null", null, ct)).ToHashSet());
        for (var number = 1; number <= Days; number++)
        {
            jobs.AreDown = way == Way.Late && number <= Late;
            await Day(hub, jobs, way, plan.End.AddDays(number), number, asked);
        }
        return await hub.In(async services =>
        {
            var statuses = new List<Diary.Report>();
            for (var day = 1; day <= Days; day++) statuses.Add(await services.GetRequiredService<StatusReport>().Known(plan.End.AddDays(day), ct));
            return new Life(await services.GetRequiredService<Fingerprint>().Take(ct), await services.GetRequiredService<Fingerprint>().AllSaid(ct), statuses);
        });
    }

    private sealed record Asked(long PersonId, string Program);

    private async Task Day(SimulatedHub hub, Jobs jobs, Way way, DateOnly day, int number, HashSet<Asked> asked)
    {
        hub.Clock.MoveTo(Timeline.TimeOf(day, Part.Morning));
        if (way == Way.OneByOne) await OneByOne(hub, day);
        await jobs.Tick();
        hub.Clock.MoveTo(Timeline.TimeOf(day, Part.Studio));
        if (Rules.TryGetValue(number, out var audience))
        {
            var (down, byHand) = (jobs.AreDown, way == Way.OneByOne);
            jobs.AreDown |= byHand;
            await new Studio(hub, plan, jobs).Assign("property-desk", audience);
            if (byHand) await OneByOne(hub, day);
            jobs.AreDown = down;
            await jobs.Work();
        }
        hub.Clock.MoveTo(Timeline.TimeOf(day, Part.Desk));
        await new Desk(hub, plan, jobs, revokes: false).Work(day, 0, (_, _) => Task.CompletedTask);
        hub.Clock.MoveTo(Timeline.TimeOf(day, Part.Learning));
        if (day.DayOfWeek != DayOfWeek.Sunday)
            await new Classroom(hub, plan, jobs, (person, program) => asked.Contains(new Asked(person, program))).Work(day, Timeline.TimeOf(day, Part.Learning), 0, (_, _) => Task.CompletedTask);
    }

    private async Task OneByOne(SimulatedHub hub, DateOnly day)
    {
        foreach (var person in (await hub.In(services => Person.All(services.GetRequiredService<Db>(), default))).OrderBy(p => plan.Below(int.MaxValue, p.Number, day, "one by one")))
            await hub.In(async services =>
            {
                await services.GetRequiredService<ICertifications>().WorkOutRules(person.Id, default);
                return 0;
            });
    }

    private static Task<SortedDictionary<string, string>> Taken(SimulatedHub hub, CancellationToken ct) => hub.In(services => services.GetRequiredService<Fingerprint>().Take(ct));

    /// <summary>The database and the files it names; mails that went out are nobody's business here.</summary>
    private void Copy(string copy)
    {
        foreach (var blob in Directory.EnumerateFiles(Path.Combine(folder, "blobs"), "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(folder, blob));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(blob, to);
        }
        using var from = new SqliteConnection($"Data Source={Path.Combine(folder, "traininghub.db")}");
        using var here = new SqliteConnection($"Data Source={Path.Combine(copy, "traininghub.db")}");
        from.Open();
        here.Open();
        from.BackupDatabase(here);
    }
}
