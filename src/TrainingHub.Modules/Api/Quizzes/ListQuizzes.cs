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

namespace TrainingHub.Modules.Api.Quizzes;

internal static class ListQuizzes
{
    internal sealed record QuizItem(
        long Id, string Slug, LocalText Title,
        [property: Description("How many questions an attempt has.")] int Questions,
        [property: Description("Percent of the full marks.")] int PassMark,
        [property: Description("Minutes; 0 is no limit.")] int TimeLimit,
        [property: Description("How many attempts a person has; 0 is as many as wanted.")] int Attempts,
        [property: Description("It is an exam that asks for an access code at the start.")] bool AccessCode);

    private sealed record Row(long Id, string Slug, string TitleZh, string TitleEn, string Settings);

    private sealed record Settings(int Questions, int PassMark, int TimeLimit, int Attempts, bool AccessCode);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/quizzes", Handle).Named("listQuizzes", "Quizzes, with the ids to start attempts by").WithTags("Quizzes").Paged().Needs(ApiNeeds.TakeQuizzes);

    private static async Task<Ok<Page<QuizItem>>> Handle([AsParameters] PageQuery page, Db db, CancellationToken ct)
    {
        var rows = await db.Rows<Row>("select id, slug, title_zh, title_en, settings from v_quiz where id > @After order by id limit @Fetch", page.Range, ct);
        return TypedResults.Ok(page.Range.Of(rows, r => r.Id, r =>
        {
            var settings = JsonSerializer.Deserialize<Settings>(r.Settings, Json.Plain)!;
            return new QuizItem(r.Id, r.Slug, new LocalText(r.TitleZh, r.TitleEn), settings.Questions, settings.PassMark, settings.TimeLimit, settings.Attempts, settings.AccessCode);
        }));
    }
}
