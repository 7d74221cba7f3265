using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TrainingHub.Modules.Platform;

/// <summary>Opens a hub of its own beside the one that runs, on another data folder: for a simulation. The host implements it.</summary>
public interface IHubFactory
{
    /// <summary>Its schema is up to date and its start steps are done; no job runs by itself.</summary>
    /// <param name="settings">All of them, as "TrainingHub:DataFolder"; settings file and environment do not count.</param>
    /// <param name="adjust">Replaces services, as the clock.</param>
    Task<IHost> Open(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection> adjust, CancellationToken ct);
}
