using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>Opening balances: certifications that people hold already when they come to the hub.</summary>
internal static class CarriedParts
{
    public static void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<CarryOver>();
        m.Services.AddScoped<PlanCarried>();
        m.Services.AddScoped<ImportCarried>();
        m.Services.AddScoped<CarriedProof>();
        m.Permission(CertificationPermissions.Carry, "Carry over certifications earned elsewhere", Roles.Hr, Roles.Admin);
        m.NamesBlobs("select proof_sha256 from certification_carried where proof_sha256 is not null");
        m.Verb<ImportCarriedVerb>();
    }

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/hr/carried/{period:long}/proof", (long period, CarriedProof proof, CancellationToken ct) => proof.Give(period, ct)).RequireAuthorization(new RequiresAttribute(CertificationPermissions.View));
}
