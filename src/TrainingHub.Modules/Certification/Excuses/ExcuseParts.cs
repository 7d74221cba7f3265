using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.People.Contracts;
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
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/hr/excuses/{id:long}/proof", (long id, ProofDownload download, HttpContext context, CancellationToken ct) => download.Give(
            $"""
            select x.file_sha256 as sha256, x.file_name as name, x.file_type as type from certification_excuse x join v_people_person p on p.id = x.person_id
            where x.id = @id and x.file_sha256 is not null and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, id, CertificationPermissions.Excuse, context, ct)).RequireAuthorization(new RequiresAttribute(CertificationPermissions.Excuse));
}
