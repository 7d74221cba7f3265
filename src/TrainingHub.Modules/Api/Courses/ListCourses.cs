using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Api.Courses;

internal static class ListCourses
{
    internal sealed record CourseItem(
        string Slug, LocalText Title, LocalText Summary,
        [property: Description("The published version; it grows by one with each.")] int Version,
        [property: Description("For whom it is: hotel, shop, restaurant.")] IReadOnlyList<string> Trades,
        int Lessons,
        [property: Description("Reading time of all lessons.")] int Minutes);

    private sealed record Row(long Id, string Slug, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, int Version, string Trades, int Lessons, int Minutes);

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/courses", Handle).Named("listCourses", "Published courses").WithTags("Courses").Paged().Needs(ApiNeeds.Learn);

    private static async Task<Ok<Page<CourseItem>>> Handle([AsParameters] PageQuery page, Db db, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            """
            select c.id, c.slug, c.title_zh, c.title_en, c.summary_zh, c.summary_en, c.number as version, c.trades, count(l.id) as lessons, coalesce(sum(l.minutes), 0) as minutes
            from v_course c left join v_course_lesson l on l.version_id = c.version_id
            where c.id > @After
            group by c.id, c.slug, c.title_zh, c.title_en, c.summary_zh, c.summary_en, c.number, c.trades
            order by c.id limit @Fetch
            """,
            page.Range, ct);
        return TypedResults.Ok(page.Range.Of(rows, r => r.Id, r => new CourseItem(
            r.Slug, new LocalText(r.TitleZh, r.TitleEn), new LocalText(r.SummaryZh, r.SummaryEn), r.Version, r.Trades.Split(' ', StringSplitOptions.RemoveEmptyEntries), r.Lessons, r.Minutes)));
    }
}
