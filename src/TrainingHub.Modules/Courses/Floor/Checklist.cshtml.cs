using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Floor;

[Requires(CoursesPermissions.Learn)]
internal sealed class ChecklistModel(Db db, ITrades trades) : HubPage
{
    public sealed record Head(long Id, string TitleZh, string TitleEn, string? Scale);

    public sealed record Item(string? Section, string? Clause, string? Trades, string? ClauseZh, string? ClauseEn, string TextZh, string TextEn);

    public CourseOf Course { get; private set; } = null!;

    public Head List { get; private set; } = null!;

    /// <summary>Those of the reader's trades; all where none is.</summary>
    public IReadOnlyList<Item> Items { get; private set; } = [];

    /// <summary>Of a scored list what it is scored by, without what concerns other trades alone; else empty.</summary>
    public IReadOnlyList<ScaleSection> Scale { get; private set; } = [];

    public int Most => Scale.Sum(s => s.Levels.Count - 1);

    public async Task<IActionResult> OnGetAsync(string slug, string id, CancellationToken ct)
    {
        if (await CourseOf.Slugged(db, slug, ct) is not { } course) return NotFound();
        var list = await db.Row<Head>("select id, title_zh, title_en, scale from courses_checklist where version_id = @VersionId and code = @id", new { course.VersionId, id }, ct);
        if (list is null) return NotFound();
        (Course, List) = (course, list);
        Scale = list.Scale is null ? [] : JsonSerializer.Deserialize<List<ScaleSection>>(list.Scale, Json.Plain)!;
        var items = await db.Rows<Item>(
            """
            select i.section, i.clause, k.trades, k.title_zh as clause_zh, k.title_en as clause_en, i.text_zh, i.text_en
            from courses_checklist_item i left join courses_clause k on k.version_id = @VersionId and k.code = i.clause where i.checklist_id = @Id order by i.position
            """,
            new { course.VersionId, list.Id }, ct);
        var own = await trades.Of(Me.Id, ct);
        Items = [.. items.Where(i => i.Trades is null || own.Fit(i.Trades))];
        if (Items.Count == 0) Items = items; // a list of another trade altogether, which somebody opened all the same
        var gone = items.Except(Items).Select(i => i.Section).Except(Items.Select(i => i.Section)).ToHashSet();
        Scale = [.. Scale.Where(s => !gone.Contains(s.Id))];
        return Page();
    }
}
