using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.FloorChecks;

/// <summary>Reads the checklists of published courses.</summary>
internal sealed class CheckSheets(Db db, ITrades trades)
{
    public sealed record Choice(string Course, string Code, string CourseZh, string CourseEn, string TitleZh, string TitleEn)
    {
        public string Key => $"{Course}/{Code}";
    }

    private sealed record ListRow(long Id, string Course, string Code, int Version, string TitleZh, string TitleEn, string? Scale, int Pass);

    private sealed record ItemRow(string Code, string? Section, string Trades, string TextZh, string TextEn)
    {
        public LocalText Text => new(TextZh, TextEn);
    }

    private sealed record Part(string Id, LocalText Title, IReadOnlyList<LocalText> Levels);

    /// <summary>Those that can be filled in now.</summary>
    public Task<List<Choice>> All(CancellationToken ct) => db.Rows<Choice>(
        "select c.slug as course, l.code, c.title_zh as course_zh, c.title_en as course_en, l.title_zh, l.title_en from v_course c join v_course_checklist l on l.version_id = c.version_id order by c.slug, l.position", null, ct);

    /// <summary>As it is now; null where there is none.</summary>
    public async Task<long?> Current(string course, string code, CancellationToken ct) =>
        await db.Row<long?>("select l.id from v_course c join v_course_checklist l on l.version_id = c.version_id where c.slug = @course and l.code = @code", new { course, code }, ct);

    /// <summary>What of a list concerns somebody's trade: whoever looks sees no items of another. All of it where none does.</summary>
    public async Task<CheckSheet?> For(long listId, long personId, CancellationToken ct)
    {
        var own = await trades.Of(personId, ct);
        return await Read(listId, (items, _) => items.Any(Fits) ? items.Where(Fits) : items, ct);

        bool Fits(ItemRow item) => item.Trades.Length == 0 || own.Fit(item.Trades);
    }

    /// <summary>What was answered of a list.</summary>
    /// <param name="answered">The codes, in their order.</param>
    public Task<CheckSheet?> Answered(long listId, IReadOnlyList<string> answered, CancellationToken ct) =>
        Read(listId, (items, isScored) => items.Where(i => answered.Contains((isScored ? i.Section : i.Code)!)), ct);

    private async Task<CheckSheet?> Read(long listId, Func<IReadOnlyList<ItemRow>, bool, IEnumerable<ItemRow>> choose, CancellationToken ct)
    {
        var list = await db.Row<ListRow>("select l.id, c.slug as course, l.code, l.version, l.title_zh, l.title_en, l.scale, l.pass from v_course_checklist l join v_course c on c.id = l.course_id where l.id = @listId", new { listId }, ct);
        if (list is null) return null;
        var all = await db.Rows<ItemRow>("select i.code, i.section, i.trades, i.text_zh, i.text_en from v_course_checklist_item i where i.checklist_id = @listId order by i.position", new { listId }, ct);
        ItemRow[] items = [.. choose(all, list.Scale is not null)];
        CheckPoint[] points = list.Scale is null
            ? [.. items.Select(i => new CheckPoint(i.Code, i.Text, [], []))]
            : [.. JsonSerializer.Deserialize<Part[]>(list.Scale, Json.Plain)!.Where(p => items.Any(i => i.Section == p.Id)).Select(p => new CheckPoint(p.Id, p.Title, p.Levels, [.. items.Where(i => i.Section == p.Id).Select(i => i.Text)]))];
        return new CheckSheet(list.Id, list.Course, list.Code, list.Version, new LocalText(list.TitleZh, list.TitleEn), list.Pass, points);
    }
}
