using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Credentials;

/// <summary>The proofs, for whoever sees that person's certifications; always as a download, never as a page of the hub.</summary>
internal static class CredentialFiles
{
    private sealed record FileRow(string Sha256, string Name, string Type);

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/hr/credentials/{id:long}/proof", Get).RequireAuthorization(new RequiresAttribute(CertificationPermissions.View));

    private static async Task<IResult> Get(long id, Db db, BlobStore blobs, Actor me, HttpContext context, CancellationToken ct)
    {
        var file = await db.Row<FileRow>(
            $"""
            select c.file_sha256 as sha256, c.file_name as name, c.file_type as type from certification_credential c join v_people_person p on p.id = c.person_id
            where c.id = @id and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, new { id, viewer = me.Id, permission = CertificationPermissions.View }, ct);
        if (file is null || await blobs.Get(file.Sha256, ct) is not { } bytes) return TypedResults.NotFound();
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.File(bytes, file.Type, file.Name);
    }
}
