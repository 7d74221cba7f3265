using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Simulation.Checks;

namespace TrainingHub.Modules.Simulation.Days;

/// <summary>
/// One day after another, each in the same parts. All that is done is the hub's own commands and jobs; the simulation only decides who does what, and when.
/// </summary>
internal sealed class Timeline(SimulatedHub hub, SimulationPlan plan)
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(SimulatedHub.Zone);

    private readonly Jobs jobs = new(hub);

    /// <summary>When a part of a day begins.</summary>
    public static DateTimeOffset TimeOf(DateOnly day, Part part) => Zone.StartOfDay(day) + part switch
    {
        Part.Morning => new TimeSpan(8, 30, 0),
        Part.Studio => new TimeSpan(9, 0, 0),
        Part.Desk => new TimeSpan(9, 30, 0),
        Part.Learning => new TimeSpan(10, 0, 0),
        _ => new TimeSpan(20, 0, 0),
    };

    /// <summary>From the place in the diary to the end. Jobs may be down for a week, and run twice; nobody notices.</summary>
    /// <param name="progress">Told each day before it begins.</param>
    public async Task Run(Action<DateOnly>? progress)
    {
        var from = await hub.In(services => Diary(services).Open(plan, default));
        hub.Clock.MoveTo(TimeOf(from.Day, from.Part));
        await jobs.TakeOver();
        hub.Arm();
        for (var day = from.Day; day <= plan.End; day = day.AddDays(1))
        {
            progress?.Invoke(day);
            foreach (var part in Enum.GetValues<Part>().Where(p => day > from.Day || p >= from.Part))
            {
                hub.Clock.MoveTo(TimeOf(day, part));
                var watch = Stopwatch.StartNew();
                await Do(day, part, (day, part) == (from.Day, from.Part) ? from.After : 0);
                await hub.In(async services =>
                {
                    await using var tx = await services.GetRequiredService<Db>().Begin(default);
                    await Diary(services).Took(part, watch.Elapsed, default);
                    await Diary(services).MoveTo(part == Part.Evening ? new Position(day.AddDays(1), Part.Morning, 0) : new Position(day, part + 1, 0), default);
                    await tx.Commit(default);
                    return 0;
                });
            }
        }
    }

    private async Task Do(DateOnly day, Part part, long after)
    {
        Task Moved(IServiceProvider services, long person) => Diary(services).MoveTo(new Position(day, part, person), default);
        switch (part)
        {
            case Part.Morning:
                if (JobsRun(day)) await Tick(day);
                break;
            case Part.Studio:
                await new Studio(hub, plan, jobs).Work(day);
                break;
            case Part.Desk:
                await jobs.Work(); // what a kill left
                await new Desk(hub, plan, jobs).Work(day, after, Moved);
                break;
            case Part.Learning when day.DayOfWeek != DayOfWeek.Sunday:
                await new Classroom(hub, plan, jobs).Work(day, TimeOf(day, part), after, Moved);
                break;
            case Part.Evening:
                if (day.DayOfWeek == DayOfWeek.Sunday || day == plan.End) await hub.In(async services =>
                {
                    await Diary(services).Keep(await services.GetRequiredService<StatusReport>().Known(day, default), default);
                    return 0;
                });
                break;
        }
    }

    private async Task Tick(DateOnly day)
    {
        await jobs.Tick();
        if (plan.OnceIn(5, "hub", day, "jobs twice")) await jobs.RunAll();
    }

    private bool JobsRun(DateOnly day) => day == plan.Start || !plan.OnceIn(12, "hub", day.AddDays(-(int)day.DayOfWeek), "jobs down");

    private static Diary Diary(IServiceProvider services) => new(services.GetRequiredService<Db>());
}
