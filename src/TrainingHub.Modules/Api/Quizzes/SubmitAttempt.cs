using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Api.Quizzes;

internal static class SubmitAttempt
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record SubmitBody(
        [property: Description("Slot to the sequence its answer must have arrived with, so that submitting can't overtake answers on their way.")] Dictionary<int, long>? Expected = null);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/attempts/{uuid:guid}/submit", Handle)
            .Named("submitAttempt", "Submit an attempt; the result is in the answer").WithTags("Quizzes")
            .Tells(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Needs(ApiNeeds.TakeQuizzes).Writes(Repeats.HarmlessByNature);

    private static async Task<Results<Ok<AttemptSheet>, Refused>> Handle(Guid uuid, SubmitBody? body, IQuizTaking quizzes, Actor me, Localizer texts, CancellationToken ct)
    {
        var submitted = await quizzes.Submit(me.Id, uuid.ToString(), body?.Expected, texts.Language, ct);
        return submitted.Problem is { } problem ? (Refused)problem : TypedResults.Ok(submitted.Value!);
    }
}
