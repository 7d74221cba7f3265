using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
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

internal static class SaveAnswer
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record AnswerBody(
        [property: Description("As the question's kind wants it: {\"chosen\": [\"a\"]} with ids of its options.")] JsonElement Answer,
        [property: Description("Greater with each answer to this slot; from 1.")] long Sequence,
        [property: Description("What the client calls itself; decides between equal sequences.")] string Device,
        [property: Description("When the answer was given, by the device's own clock.")] DateTimeOffset? ClaimedAt = null,
        [property: Description("How sure the learner is, 1 to 3; counts where the quiz is marked by confidence.")] int? Certainty = null);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/attempts/{uuid:guid}/answers/{slot:int}", Handle)
            .Named("saveAnswer", "Answer a question of an attempt, or change the answer").WithTags("Quizzes")
            .WithDescription("Every answer is kept. 409 with code \"stale\" where a later one was there already: the member \"stored\" holds the answer that counts; with code \"locked\" where the question was checked or left for good; with code \"paused\" where an invigilator had paused the exam: it is kept, but a trainer has to accept it. An answer after the end has the outcome \"late\" and does not count.")
            .Tells(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Needs(ApiNeeds.TakeQuizzes).Writes(Repeats.HarmlessByNature);

    private static async Task<Results<Ok<AnswerReceipt>, Refused>> Handle(Guid uuid, int slot, AnswerBody body, IQuizTaking quizzes, Actor me, Localizer texts, CancellationToken ct)
    {
        var saved = await quizzes.Answer(me.Id, uuid.ToString(), slot, body.Answer, body.Sequence, body.Device, body.ClaimedAt, body.Certainty, texts.Language, ct);
        if (saved.Problem is { } problem) return (Refused)problem;
        return saved.Value!.Outcome switch
        {
            "stale" => new Refused(new Problem("stale", "A later answer to this question was here already; it stays. It is in \"stored\".")) { Stored = saved.Value },
            "locked" => new Refused(new Problem("locked", "This question was checked or left for good; its answer stands. It is in \"stored\".")) { Stored = saved.Value },
            "paused" => new Refused(new Problem("paused", "The exam is paused, so this answer does not count. It is kept; give it again when the exam goes on.")) { Stored = saved.Value },
            _ => TypedResults.Ok(saved.Value),
        };
    }
}
