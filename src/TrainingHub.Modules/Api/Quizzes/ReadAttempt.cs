using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Api.Quizzes;

internal static class ReadAttempt
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/attempts/{uuid:guid}", Handle)
            .Named("readAttempt", "An attempt of the token's person: its questions, the answers so far, the result").WithTags("Quizzes")
            .WithDescription("While an invigilator has it paused, and outside the networks of an exam, it has no questions; \"withheld\" says why.")
            .Tells(StatusCodes.Status404NotFound).Needs(ApiNeeds.TakeQuizzes);

    private static async Task<Results<Ok<AttemptSheet>, Refused>> Handle(Guid uuid, IQuizTaking quizzes, Actor me, Localizer texts, CancellationToken ct) =>
        await quizzes.Get(me.Id, uuid.ToString(), texts.Language, ct) is { } sheet ? TypedResults.Ok(sheet) : (Refused)Problem.NotFound("There is no such attempt.");
}
