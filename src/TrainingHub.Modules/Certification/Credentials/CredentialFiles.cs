using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Credentials;

/// <summary>The proofs, for whoever sees that person's certifications.</summary>
internal static class CredentialFiles
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/hr/credentials/{id:long}/proof", (long id, ProofDownload download, HttpContext context, CancellationToken ct) => download.Give(
            $"""
            select c.file_sha256 as sha256, c.file_name as name, c.file_type as type from certification_credential c join v_people_person p on p.id = c.person_id
            where c.id = @id and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, id, CertificationPermissions.View, context, ct)).RequireAuthorization(new RequiresAttribute(CertificationPermissions.View));
}
