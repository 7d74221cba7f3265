using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Credentials;

/// <summary>Gives out proofs, always as a download, never as a page of the hub.</summary>
internal sealed class ProofDownload(Db db, BlobStore blobs, Actor me)
{
    private sealed record FileRow(string Sha256, string Name, string Type);

    /// <param name="folder">The address, as in /hr/credentials/{id}/proof.</param>
    /// <param name="table">Where the file is named, with the person it is about.</param>
    /// <param name="permission">Of who may read it, and of whom.</param>
    public static void Map(IEndpointRouteBuilder endpoints, string folder, string table, string permission) =>
        endpoints.MapGet($"{folder}/{{id:long}}/proof", (long id, ProofDownload download, HttpContext context, CancellationToken ct) => download.Give(table, id, permission, context, ct))
            .RequireAuthorization(new RequiresAttribute(permission));

    private async Task<IResult> Give(string table, long id, string permission, HttpContext context, CancellationToken ct)
    {
        var row = await db.Row<FileRow>(
            $"""
            select f.file_sha256 as sha256, f.file_name as name, f.file_type as type from {table} f join v_people_person p on p.id = f.person_id
            where f.id = @id and f.file_sha256 is not null and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, new { id, viewer = me.Id, permission }, ct);
        if (row is null || await blobs.Get(row.Sha256, ct) is not { } bytes) return TypedResults.NotFound();
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.File(bytes, row.Type, row.Name);
    }
}
