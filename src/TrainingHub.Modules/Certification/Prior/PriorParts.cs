using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

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

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/hr/prior-learning/{id:long}/proof", (long id, ProofDownload download, HttpContext context, CancellationToken ct) => download.Give(
            $"""
            select r.file_sha256 as sha256, r.file_name as name, r.file_type as type from certification_prior r join v_people_person p on p.id = r.person_id
            where r.id = @id and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, id, CertificationPermissions.View, context, ct)).RequireAuthorization(new RequiresAttribute(CertificationPermissions.View));
}
