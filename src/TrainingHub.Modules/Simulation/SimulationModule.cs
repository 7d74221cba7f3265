using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Simulation.Checks;

namespace TrainingHub.Modules.Simulation;

/// <summary>Proves the others: months of a made-up organisation through their own commands and jobs.</summary>
public sealed class SimulationModule : IModule
{
    public string Name => "simulation";

    public void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<StatusReport>();
        m.Services.AddScoped<Fingerprint>();
        m.Verb<SimulateVerb>();
    }
}
