using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Credentials;

/// <summary>Gives out a proof, always as a download, never as a page of the hub.</summary>
internal sealed class ProofDownload(Db db, BlobStore blobs, Actor me)
{
    private sealed record FileRow(string Sha256, string Name, string Type);

    /// <param name="file">Selects sha256, name and type of the one with @id, within what @viewer sees by @permission.</param>
    public async Task<IResult> Give(string file, long id, string permission, HttpContext context, CancellationToken ct)
    {
        var row = await db.Row<FileRow>(file, new { id, viewer = me.Id, permission }, ct);
        if (row is null || await blobs.Get(row.Sha256, ct) is not { } bytes) return TypedResults.NotFound();
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.File(bytes, row.Type, row.Name);
    }
}
