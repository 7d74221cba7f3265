using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Floor;

[Requires(CoursesPermissions.Learn)]
internal sealed class DialoguesModel(Db db) : HubPage
{
    public sealed record Line(string Code, string TitleZh, string TitleEn, string SettingZh, string SettingEn);

    public CourseOf Course { get; private set; } = null!;

    public IReadOnlyList<Line> Dialogues { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await CourseOf.Slugged(db, slug, ct) is not { } course) return NotFound();
        Course = course;
        Dialogues = await db.Rows<Line>("select code, title_zh, title_en, setting_zh, setting_en from courses_dialogue where version_id = @VersionId order by position", new { course.VersionId }, ct);
        return Dialogues.Count == 0 ? NotFound() : Page();
    }
}
