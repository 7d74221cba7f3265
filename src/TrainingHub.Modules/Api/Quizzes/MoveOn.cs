using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Api.Quizzes;

internal static class MoveOn
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/attempts/{uuid:guid}/questions/{slot:int}/leave", Handle)
            .Named("moveOn", "Leave a question for good and get the next").WithTags("Quizzes")
            .WithDescription("Where questions come in sequence. Leaving one that was left already changes nothing.")
            .Tells(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Needs(ApiNeeds.TakeQuizzes).Writes(Repeats.HarmlessByNature);

    private static async Task<Results<Ok<AttemptSheet>, Refused>> Handle(Guid uuid, int slot, IQuizTaking quizzes, Actor me, Localizer texts, CancellationToken ct)
    {
        var done = await quizzes.MoveOn(me.Id, uuid.ToString(), slot, texts.Language, ct);
        return done.Problem is { } problem ? (Refused)problem : TypedResults.Ok(done.Value!);
    }
}
