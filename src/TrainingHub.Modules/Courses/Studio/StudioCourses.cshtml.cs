using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Studio;

[Requires(CoursesPermissions.View)]
internal sealed class StudioCoursesModel(Db db, HubSettings settings) : HubPage
{
    public sealed record CourseLine(string Slug, string TitleZh, string TitleEn, int Number, DateTimeOffset PublishedAt, string Origin, int Lessons, int Minutes, int? Draft);

    public IReadOnlyList<CourseLine> Courses { get; private set; } = [];

    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(CancellationToken ct) =>
        Courses = await db.Rows<CourseLine>(
            """
            select c.slug, v.title_zh, v.title_en, v.number, v.published_at, v.origin,
                   (select count(*) from courses_lesson l where l.version_id = v.id) as lessons,
                   (select coalesce(sum(l.minutes), 0) from courses_lesson l where l.version_id = v.id) as minutes,
                   (select d.number from courses_version d where d.course_id = c.id and d.state = 'draft') as draft
            from courses_course c join courses_version v on v.id = c.current_version_id
            order by c.slug
            """,
            null, ct);
}
