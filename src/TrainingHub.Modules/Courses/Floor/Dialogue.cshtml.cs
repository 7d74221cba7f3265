using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Floor;

/// <summary>One role-play: what the reader is to say is folded away until it was tried.</summary>
[Requires(CoursesPermissions.Learn)]
internal sealed class DialogueModel(Db db, ITrades trades) : HubPage
{
    public sealed record Scene(int Position, string Code, string? Clause, string? Trades, string? ClauseZh, string? ClauseEn, string TitleZh, string TitleEn, string SettingZh, string SettingEn, string Turns);

    public sealed record Link(string Code, string TitleZh, string TitleEn);

    public CourseOf Course { get; private set; } = null!;

    public Scene Dialogue { get; private set; } = null!;

    public IReadOnlyList<Turn> Turns { get; private set; } = [];

    /// <summary>Of its clause, where that is for other trades than the reader's; else null.</summary>
    public string? OtherTrades { get; private set; }

    public Link? Next { get; private set; }

    /// <summary>Whom the reader plays; null reads along.</summary>
    public Speaker? Role { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, string id, string? role, CancellationToken ct)
    {
        if (await CourseOf.Slugged(db, slug, ct) is not { } course) return NotFound();
        var scene = await db.Row<Scene>(
            """
            select d.position, d.code, d.clause, k.trades, k.title_zh as clause_zh, k.title_en as clause_en, d.title_zh, d.title_en, d.setting_zh, d.setting_en, d.turns
            from courses_dialogue d left join courses_clause k on k.version_id = d.version_id and k.code = d.clause where d.version_id = @VersionId and d.code = @id
            """,
            new { course.VersionId, id }, ct);
        if (scene is null) return NotFound();
        (Course, Dialogue) = (course, scene);
        OtherTrades = scene.Trades is { } written && !(await trades.Of(Me.Id, ct)).Fit(written) ? written : null;
        Turns = JsonSerializer.Deserialize<List<Turn>>(scene.Turns, Json.Plain)!;
        Next = await db.Row<Link>("select code, title_zh, title_en from courses_dialogue where version_id = @VersionId and position > @Position order by position limit 1", new { course.VersionId, scene.Position }, ct);
        Role = role switch { "guest" => Speaker.Guest, "both" => null, _ => Speaker.Staff };
        return Page();
    }
}
