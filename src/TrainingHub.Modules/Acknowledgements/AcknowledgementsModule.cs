using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Acknowledgements.Signed;
using TrainingHub.Modules.Acknowledgements.Signing;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Acknowledgements;

public sealed class AcknowledgementsModule : IModule
{
    public string Name => "acknowledgements";

    public void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<ClausesToSign>();
        m.Services.AddScoped<SignClauses>();
        m.Services.AddScoped<SignatureQuery>();
        m.Services.AddScoped<SignaturesCsv>();
        m.Services.AddScoped<IEvidenceKind, SignedKind>();

        m.Permission(AcknowledgementsPermissions.Sign, "Read and sign the standards", Roles.All);
        m.Permission(AcknowledgementsPermissions.View, "See and download who signed which standard", Roles.Hr, Roles.Manager, Roles.Auditor, Roles.Admin);
        m.Menu(MenuArea.Learn, "Sign standards", "/learn/sign", AcknowledgementsPermissions.Sign);
        m.Menu(MenuArea.Hr, "Signed standards", "/hr/signatures", AcknowledgementsPermissions.View);
    }

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/hr/signatures.csv", (HttpRequest request, SignaturesCsv csv) => csv.Download(request)).RequireAuthorization(new RequiresAttribute(AcknowledgementsPermissions.View));
}
