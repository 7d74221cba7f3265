using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Prior;

/// <summary>Prior learning: what somebody had learned elsewhere, counted for what is asked of them now.</summary>
internal static class PriorParts
{
    public static void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<OpenRequirement>();
        m.Services.AddScoped<CountPrior>();
        m.Services.AddScoped<WithdrawPrior>();
        m.NamesBlobs("select file_sha256 from certification_prior");
    }

    public static void Map(IEndpointRouteBuilder endpoints) => ProofDownload.Map(endpoints, "/hr/prior-learning", "certification_prior", CertificationPermissions.View);
}
