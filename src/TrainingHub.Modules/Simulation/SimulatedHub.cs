using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Simulation;

/// <summary>A hub on a data folder of its own, with a clock that the simulation moves. Everything else is the hub's own.</summary>
internal sealed class SimulatedHub(IHost host, SimulatedClock clock, SuddenDeath death) : IDisposable
{
    public const string Zone = "Asia/Shanghai";

    public SimulatedClock Clock { get; } = clock;

    public IServiceProvider Services => host.Services;

    /// <summary>For every start but the first: it finds nothing new in the content folder, as most do; what trainers changed in the hub is not compared with it again and again.</summary>
    public static string NoContent(string folder) => Directory.CreateDirectory(Path.Combine(folder, ".no-content")).FullName;

    /// <summary>On the evening of the last day, to look at what came out.</summary>
    public static Task<SimulatedHub> OpenAtTheEnd(IHubFactory hubs, string folder, SimulationPlan plan, CancellationToken ct) =>
        Open(hubs, folder, NoContent(folder), plan, Days.Timeline.TimeOf(plan.End, Part.Evening), int.MaxValue, dieAt: 0, ct);

    /// <param name="contentFolder">With the standard modules.</param>
    /// <param name="start">How often a process was started on this folder; part of what is drawn by chance.</param>
    /// <param name="dieAt">See <see cref="SuddenDeath"/>.</param>
    public static async Task<SimulatedHub> Open(IHubFactory hubs, string folder, string contentFolder, SimulationPlan plan, DateTimeOffset now, int start, long dieAt, CancellationToken ct)
    {
        var clock = new SimulatedClock();
        var death = new SuddenDeath(dieAt, isPrepared: start > 0);
        clock.MoveTo(now);
        var settings = new Dictionary<string, string?>
        {
            ["TrainingHub:DataFolder"] = folder, ["TrainingHub:ContentFolder"] = contentFolder, ["TrainingHub:Hub:BaseUrl"] = "https://hub.simulation.example",
            ["TrainingHub:Hub:TimeZone"] = Zone, ["TrainingHub:Demo:Seed"] = "true",
            ["TrainingHub:Backup:Keep"] = "0", // a copy of all that is there, each simulated night, would show how fast the disk is
        };
        var output = Console.Out;
        Console.SetOut(TextWriter.Null); // the demo's greeting is for people who start a site
        try
        {
            var host = await hubs.Open(settings, services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
                services.Replace(ServiceDescriptor.Singleton<Entropy>(new SimulatedEntropy(plan.Seed, $"start {start}")));
                services.Replace(ServiceDescriptor.Singleton<FailPoints>(death));
            }, ct);
            return new SimulatedHub(host, clock, death);
        }
        finally
        {
            Console.SetOut(output);
        }
    }

    /// <summary>From here on the process may die.</summary>
    public void Arm() => death.Arm();

    /// <summary>Does something in a scope of its own, as the hub itself.</summary>
    public async Task<T> In<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("job", "simulation");
        return await act(scope.ServiceProvider);
    }

    public void Dispose() => host.Dispose();
}
