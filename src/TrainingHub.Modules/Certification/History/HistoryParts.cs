using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.History;

/// <summary>What happened to somebody's certifications, and whether it all fits together.</summary>
internal static class HistoryParts
{
    public static void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<ReadChains>();
        m.Services.AddScoped<CheckChains>();
        m.Services.AddScoped<ReadTimeline>();
        m.Services.AddScoped<TimelineWords>();
        m.Services.AddScoped<TimelineCsv>();
        m.Services.AddScoped<IInvariant, ChainsFitTogether>();
        m.Permission(CertificationPermissions.Check, "See whether all certifications fit together", Roles.Auditor, Roles.Admin);
        m.Menu(MenuArea.Admin, "Certification check", "/admin/certification-check", CertificationPermissions.Check);
        m.Verb<CheckVerb>();
        m.Job<CheckJob>(CheckJob.Id, "Check all certifications", "Compares what is stored of certifications with what policies, evidence, reasons and certificates give. It changes nothing; what it finds stands under Certification check.", Weekly.OnSundays(5, 0));
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/hr/people/{id:long}/certifications/history.csv", (long id, string? program, TimelineCsv csv, CancellationToken ct) => csv.Of(id, program, ct)).RequireAuthorization(new RequiresAttribute(CertificationPermissions.View));
        endpoints.MapGet("/learn/programs/history.csv", (string? program, TimelineCsv csv, CancellationToken ct) => csv.Own(program, ct)).RequireAuthorization(new RequiresAttribute(CertificationPermissions.Own));
    }
}
