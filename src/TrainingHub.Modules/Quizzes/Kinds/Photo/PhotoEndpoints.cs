using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Photos for those who may see them: who handed them in, and who marks or reads that person's answers.</summary>
internal static class PhotoEndpoints
{
    private sealed record Photo(string Sha256, string Type);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/learn/attempts/{attempt:long}/photos/{key}", Own).RequireAuthorization(new RequiresAttribute(QuizzesPermissions.Take));
        endpoints.MapGet("/studio/photos/{key}", InScope).RequireAuthorization(new RequiresAttribute(QuizzesPermissions.Results));
        endpoints.MapGet("/studio/marking/photos/{key}", ToMark).RequireAuthorization(new RequiresAttribute(QuizzesPermissions.Mark));
    }

    private static async Task<IResult> Own(long attempt, string key, Db db, BlobStore blobs, Actor me, HttpContext context, CancellationToken ct) => await Send(
        await db.Row<Photo>("select f.sha256, f.type from quizzes_photo f join quizzes_attempt a on a.id = f.attempt_id where f.key = @key and a.id = @attempt and a.person_id = @Id", new { key, attempt, me.Id }, ct), blobs, context, ct);

    private static Task<IResult> InScope(string key, Db db, BlobStore blobs, Actor me, HttpContext context, CancellationToken ct) => Seen(key, QuizzesPermissions.Results, db, blobs, me, context, ct);

    private static Task<IResult> ToMark(string key, Db db, BlobStore blobs, Actor me, HttpContext context, CancellationToken ct) => Seen(key, QuizzesPermissions.Mark, db, blobs, me, context, ct);

    private static async Task<IResult> Seen(string key, string permission, Db db, BlobStore blobs, Actor me, HttpContext context, CancellationToken ct) => await Send(
        await db.Row<Photo>(
            $"""
            select f.sha256, f.type from quizzes_photo f join quizzes_attempt a on a.id = f.attempt_id join v_people_person p on p.id = a.person_id
            where f.key = @key and a.state = 'finished' and a.person_id <> @viewer and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, new { key, viewer = me.Id, permission }, ct), blobs, context, ct);

    private static async Task<IResult> Send(Photo? photo, BlobStore blobs, HttpContext context, CancellationToken ct)
    {
        if (photo is null || await blobs.Get(photo.Sha256, ct) is not { } bytes) return TypedResults.NotFound();
        context.Response.Headers.CacheControl = "private, max-age=3600";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Bytes(bytes, photo.Type);
    }
}
