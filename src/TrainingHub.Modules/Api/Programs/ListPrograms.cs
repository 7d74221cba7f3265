using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Api.Programs;

internal static class ListPrograms
{
    internal sealed record ProgramItem(string Slug, LocalText Title, LocalText Summary);

    private sealed record Row(long Id, string Slug, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/programs", Handle).Named("listPrograms", "Certification programmes").WithTags("Programmes").Paged().Needs(ApiNeeds.OwnCertifications);

    private static async Task<Ok<Page<ProgramItem>>> Handle([AsParameters] PageQuery page, Db db, CancellationToken ct)
    {
        var rows = await db.Rows<Row>("select id, slug, title_zh, title_en, summary_zh, summary_en from v_certification_program where id > @After order by id limit @Fetch", page.Range, ct);
        return TypedResults.Ok(page.Range.Of(rows, r => r.Id, r => new ProgramItem(r.Slug, new LocalText(r.TitleZh, r.TitleEn), new LocalText(r.SummaryZh, r.SummaryEn))));
    }
}
