using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Api.Courses;

internal static class ReadCourse
{
    internal sealed record CourseBody(string Slug, LocalText Title, LocalText Summary, int Version, IReadOnlyList<string> Trades, IReadOnlyList<LessonItem> Lessons);

    internal sealed record LessonItem(
        string Slug, LocalText Title, int Minutes,
        [property: Description("When the token's person first opened it; null until then.")] DateTimeOffset? OpenedAt,
        [property: Description("When the token's person had read it to the end; null until then.")] DateTimeOffset? CompletedAt);

    private sealed record Row(long Id, long VersionId, int Number, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, string Trades);

    private sealed record LessonRow(string Slug, string TitleZh, string TitleEn, int Minutes, DateTimeOffset? OpenedAt, DateTimeOffset? CompletedAt);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/courses/{slug}", Handle).Named("readCourse", "A course, its lessons, and which of them the token's person has read").WithTags("Courses").Tells(StatusCodes.Status404NotFound).Needs(ApiNeeds.Learn);

    private static async Task<Results<Ok<CourseBody>, Refused>> Handle(string slug, Db db, Actor me, CancellationToken ct)
    {
        var course = await db.Row<Row>("select id, version_id, number, title_zh, title_en, summary_zh, summary_en, trades from v_course where slug = @slug", new { slug }, ct);
        if (course is null) return (Refused)Problem.NotFound("There is no published course \"{0}\".", slug);
        var lessons = await db.Rows<LessonRow>(
            """
            select l.slug, l.title_zh, l.title_en, l.minutes, p.opened_at, p.completed_at
            from v_course_lesson l left join v_course_progress p on p.person_id = @Me and p.course_id = l.course_id and p.lesson = l.slug
            where l.version_id = @VersionId order by l.position
            """,
            new { Me = me.Id, course.VersionId }, ct);
        return TypedResults.Ok(new CourseBody(
            slug, new LocalText(course.TitleZh, course.TitleEn), new LocalText(course.SummaryZh, course.SummaryEn), course.Number, course.Trades.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            lessons.ConvertAll(l => new LessonItem(l.Slug, new LocalText(l.TitleZh, l.TitleEn), l.Minutes, l.OpenedAt, l.CompletedAt))));
    }
}
