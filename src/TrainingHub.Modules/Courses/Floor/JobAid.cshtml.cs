using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Floor;

[Requires(CoursesPermissions.Learn)]
internal sealed class JobAidModel(Db db, ITrades trades) : HubPage
{
    private const int ShortEnglish = 3_000;
    private const int ShortChinese = 1_800;

    public sealed record AidText(string TitleZh, string TitleEn, string Html);

    public CourseOf Course { get; private set; } = null!;

    public AidText Aid { get; private set; } = null!;

    /// <summary>On paper a short text is set larger, so that it is read from a wall.</summary>
    public bool IsShort => Aid.Html.Length < (T.IsChinese ? ShortChinese : ShortEnglish);

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await CourseOf.Slugged(db, slug, ct) is not { } course) return NotFound();
        var aid = await db.Row<AidText>($"select title_zh, title_en, {(T.IsChinese ? "html_zh" : "html_en")} as html from courses_job_aid where version_id = @VersionId", new { course.VersionId }, ct);
        if (aid is null) return NotFound();
        (Course, Aid) = (course, aid with { Html = TradeBoxes.Choose(aid.Html, await trades.Of(Me.Id, ct)) });
        return Page();
    }
}
