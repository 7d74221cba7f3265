using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Courses.Learning;

/// <summary>Pictures of courses, named by their bytes. Only what a course shows: other blobs are none of a learner's business.</summary>
internal static class MediaEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/media/{sha256:regex(^[0-9a-f]{{64}}$)}.{extension:regex(^(svg|png|jpg|jpeg)$)}", Get).RequireAuthorization(new RequiresAttribute(CoursesPermissions.Learn));

    private static async Task<IResult> Get(string sha256, string extension, Db db, BlobStore blobs, IEnumerable<IPictureSource> others, HttpContext context, CancellationToken ct)
    {
        var isOfACourse = await db.Scalar<long>("select count(*) from courses_file where sha256 = @sha256 and path like @path", new { sha256, path = "media/%." + extension }, ct) > 0;
        foreach (var other in others) isOfACourse = isOfACourse || await other.Has(sha256, extension, ct);
        if (!isOfACourse || await blobs.Get(sha256, ct) is not { } bytes) return Results.NotFound();
        var headers = context.Response.Headers;
        headers.CacheControl = "private, max-age=31536000, immutable";
        // Opened by itself, a picture may draw and nothing else.
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        return Results.Bytes(bytes, Picture.ContentType("." + extension));
    }
}
