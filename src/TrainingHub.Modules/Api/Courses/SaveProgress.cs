using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.Courses;

internal static class SaveProgress
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ProgressBody(
        [property: Description("How far down the lesson was read, in percent.")] int Position,
        [property: Description("True once it was read to the end; a lesson once completed stays so.")] bool Completed = false);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/courses/{slug}/lessons/{lesson}/progress", Handle)
            .Named("saveProgress", "Remember how far the token's person has read in a lesson").WithTags("Courses")
            .Tells(StatusCodes.Status404NotFound).Needs(ApiNeeds.Learn).Writes(Repeats.GuardedByKey);

    private static async Task<Results<Ok<LessonProgress>, Refused>> Handle(string slug, string lesson, ProgressBody body, ICourseProgress progress, Actor me, CancellationToken ct)
    {
        if (body.Position is < 0 or > 100) return (Refused)new Problem("invalid-body", "The position must be from 0 to 100 percent; it is {0}.", body.Position);
        var saved = await progress.Save(me.Id, slug, lesson, body.Position, body.Completed, ct);
        return saved.Problem is { } problem ? (Refused)problem : TypedResults.Ok(saved.Value!);
    }
}
