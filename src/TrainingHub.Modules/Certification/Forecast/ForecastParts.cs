using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>What expires when and where, against how many a site needs.</summary>
internal static class ForecastParts
{
    public static void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<CountHeld>();
        m.Services.AddScoped<RebuildForecast>();
        m.Services.AddScoped<ReadForecast>();
        m.Services.AddScoped<SetCover>();
        m.Services.AddScoped<ForecastCsv>();
        m.Services.AddScoped<IInvariant, ForecastIsCountedRight>();
        // A change of place whose counting is lost would need a scan of everybody to be found.
        m.OnInline<PersonJoined, CountHeld>();
        m.OnInline<PersonMoved, CountHeld>();
        m.OnInline<PersonLeft, CountHeld>();
        m.Work<CountAnew, RebuildForecast>(RebuildForecast.Work);
        m.Verb<RebuildForecastVerb>();
        m.Menu(MenuArea.Team, "Forecast", "/hr/forecast", CertificationPermissions.Team);
        m.Menu(MenuArea.Hr, "Forecast", "/hr/forecast", CertificationPermissions.View);
    }

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/hr/forecast.csv", (string? site, string? program, ForecastCsv csv, CancellationToken ct) => csv.Give(site, program, ct)).RequireAuthorization(new RequiresAttribute(CertificationPermissions.View));
}
