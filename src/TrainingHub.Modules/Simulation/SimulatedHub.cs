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
