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

internal static class CheckAnswer
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CheckBody([property: Description("Of the answer that is meant; 409 where it has not arrived, or a later one has.")] long Sequence);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/attempts/{uuid:guid}/answers/{slot:int}/check", Handle)
            .Named("checkAnswer", "Have an answer checked before submitting").WithTags("Quizzes")
            .WithDescription("Where the quiz gives feedback after each question or allows another try. With immediate feedback the answer stands from then on; with retry a wrong one costs the penalty.")
            .Tells(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Needs(ApiNeeds.TakeQuizzes).Writes(Repeats.HarmlessByNature);

    private static async Task<Results<Ok<AttemptSheet>, Refused>> Handle(Guid uuid, int slot, CheckBody body, IQuizTaking quizzes, Actor me, Localizer texts, CancellationToken ct)
    {
        var done = await quizzes.Check(me.Id, uuid.ToString(), slot, body.Sequence, texts.Language, ct);
        return done.Problem is { } problem ? (Refused)problem : TypedResults.Ok(done.Value!);
    }
}
