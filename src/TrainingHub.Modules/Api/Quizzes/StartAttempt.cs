using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Api.Reference;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Api.Quizzes;

internal static class StartAttempt
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record StartBody(
        [property: Description("Chosen by the client: the same UUID again gives the same attempt.")] Guid Uuid,
        [property: Description("Needed where the exam has one: to start it, and to go on with an attempt that was begun elsewhere. Refused with the code \"access-code\" where it is missing or wrong.")] string? AccessCode = null);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/quizzes/{id:long}/attempts", Handle)
            .Named("startAttempt", "Start an attempt, or get the one that is open").WithTags("Quizzes")
            .WithDescription("An exam may be limited to networks: refused with the code \"network\" from elsewhere. After several wrong access codes in a minute: 429, \"too-many\".")
            .Tells(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests).Needs(ApiNeeds.TakeQuizzes).Writes(Repeats.HarmlessByNature);

    private static async Task<Results<Made<AttemptSheet>, Refused>> Handle(long id, StartBody body, IQuizTaking quizzes, Actor me, Localizer texts, CancellationToken ct)
    {
        var started = await quizzes.Start(me.Id, id, body.Uuid.ToString(), body.AccessCode, texts.Language, ct);
        return started.Problem is { } problem ? (Refused)problem : new Made<AttemptSheet>($"{ApiDocument.Root}/attempts/{started.Value!.Uuid}", started.Value);
    }
}
