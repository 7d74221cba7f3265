using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Floor;

[Requires(CoursesPermissions.Learn)]
internal sealed class DialoguesModel(Db db, ITrades trades) : HubPage
{
    /// <param name="Trades">Of its clause; null where it has none.</param>
    public sealed record Line(string Code, string? Trades, string TitleZh, string TitleEn, string SettingZh, string SettingEn);

    public CourseOf Course { get; private set; } = null!;

    public IReadOnlyList<Line> Dialogues { get; private set; } = [];

    public OwnTrades Own { get; private set; } = OwnTrades.Every;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await CourseOf.Slugged(db, slug, ct) is not { } course) return NotFound();
        Course = course;
        Own = await trades.Of(Me.Id, ct);
        Dialogues = await db.Rows<Line>(
            """
            select d.code, k.trades, d.title_zh, d.title_en, d.setting_zh, d.setting_en
            from courses_dialogue d left join courses_clause k on k.version_id = d.version_id and k.code = d.clause where d.version_id = @VersionId order by d.position
            """,
            new { course.VersionId }, ct);
        return Dialogues.Count == 0 ? NotFound() : Page();
    }
}
