using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Api.Programs;

internal static class ReadProgram
{
    internal sealed record ProgramBody(
        string Slug, LocalText Title, LocalText Summary,
        [property: Description("What must be done to earn the first period: a tree as in program.yaml.")] JsonElement Requirement,
        [property: Description("What must be done to earn the next one.")] JsonElement Renewal);

    private sealed record Row(string Slug, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, string Requirement, string Renewal);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/programs/{slug}", Handle).Named("readProgram", "A programme and what it asks for").WithTags("Programmes").Tells(StatusCodes.Status404NotFound).Needs(ApiNeeds.OwnCertifications);

    private static async Task<Results<Ok<ProgramBody>, Refused>> Handle(string slug, Db db, CancellationToken ct)
    {
        var row = await db.Row<Row>("select slug, title_zh, title_en, summary_zh, summary_en, requirement, renewal from v_certification_program where slug = @slug", new { slug }, ct);
        if (row is null) return (Refused)Problem.NotFound("There is no programme {0}.", slug);
        return TypedResults.Ok(new ProgramBody(
            row.Slug, new LocalText(row.TitleZh, row.TitleEn), new LocalText(row.SummaryZh, row.SummaryEn),
            JsonSerializer.Deserialize<JsonElement>(row.Requirement), JsonSerializer.Deserialize<JsonElement>(row.Renewal)));
    }
}
