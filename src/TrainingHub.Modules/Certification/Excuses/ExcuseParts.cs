using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Excuses;

/// <summary>Waivers and exemptions: what somebody need not do, until when and why.</summary>
internal static class ExcuseParts
{
    public static void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<AskAgain>();
        m.Services.AddScoped<ExcusePerson>();
        m.Services.AddScoped<EndExcuse>();
        m.Permission(CertificationPermissions.Excuse, "Excuse people and count prior learning", Roles.Hr, Roles.Admin);
        m.NamesBlobs("select file_sha256 from certification_excuse where file_sha256 is not null");
    }

    /// <summary>The paper may be a doctor's: only for whoever may excuse that person.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) => ProofDownload.Map(endpoints, "/hr/excuses", "certification_excuse", CertificationPermissions.Excuse);
}
