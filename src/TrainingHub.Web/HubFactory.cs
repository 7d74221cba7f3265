using TrainingHub.Modules.Platform;

namespace TrainingHub.Web;

/// <summary>Opens hubs beside the one that runs, without a site.</summary>
internal sealed class HubFactory : IHubFactory
{
    public async Task<IHost> Open(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection> adjust, CancellationToken ct)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "TrainingHub.Web", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        Hub.AddWithoutSite(builder, adjust);
        var host = builder.Build();
        try
        {
            await Hub.Prepare(host, ct);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
