using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Changes;

/// <summary>/studio/courses/{slug}/changes: what each publishing changed in the standard, to be judged and to correct a judgement.</summary>
[Requires(CoursesPermissions.View)]
internal sealed class CourseChangesModel(Db db, JudgeChanges judge, HubSettings settings) : HubPage
{
    private const int MostVersions = 20;

    internal sealed record Head(long Id, string Slug, string TitleZh, string TitleEn);

    private sealed record Row(long VersionId, int Number, DateTimeOffset PublishedAt, string Origin, string Clause, string Change, string? Severity, string? Note,
        string? OldTrades, string? OldTitleZh, string? OldTitleEn, string? OldTextZh, string? OldTextEn, string? NewTrades, string? NewTitleZh, string? NewTitleEn, string? NewTextZh, string? NewTextEn)
    {
        public ClauseChange Between => new(Clause, Change, OldTrades is null ? null : new ClauseText(Clause, OldTrades, OldTitleZh!, OldTitleEn!, OldTextZh!, OldTextEn!),
            NewTrades is null ? null : new ClauseText(Clause, NewTrades, NewTitleZh!, NewTitleEn!, NewTextZh!, NewTextEn!));
    }

    internal sealed record Published(long VersionId, int Number, DateTimeOffset PublishedAt, string Origin, IReadOnlyList<ShownChange> Changes)
    {
        public int Waiting => Changes.Count(c => c.Severity is null);
    }

    public Head Course { get; private set; } = null!;
    public IReadOnlyList<Published> Versions { get; private set; } = [];
    public bool CanEdit => Me.Can(CoursesPermissions.Edit);
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct) => await Load(slug, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string slug, long version, CancellationToken ct)
    {
        if (!CanEdit) return Forbid();
        if (!await Load(slug, ct) || Versions.FirstOrDefault(v => v.VersionId == version) is not { } published) return NotFound();
        var given = published.Changes.ToDictionary(c => c.Change.Code, c => new Judgement(Blank(Request.Form[c.SeverityField]), Request.Form[c.NoteField]), StringComparer.Ordinal);
        if (await judge.Handle(version, given, mustBeAll: false, ct) is not { } problem) return Done($"/studio/courses/{slug}/changes", "The judgements of version {0} were saved.", published.Number);
        Versions = [.. Versions.Select(v => v != published ? v : v with { Changes = [.. v.Changes.Select(c => c with { Severity = given[c.Change.Code].Severity, Note = given[c.Change.Code].Note })] })];
        return Refuse(problem);
    }

    private async Task<bool> Load(string slug, CancellationToken ct)
    {
        var course = await db.Row<Head>("select id, slug, title_zh, title_en from v_course where slug = @slug", new { slug }, ct);
        if (course is null) return false;
        Course = course;
        var rows = await db.Rows<Row>(
            $"""
            select v.id as version_id, v.number, v.published_at, v.origin, k.clause, k.change, k.severity, k.note,
                   o.trades as old_trades, o.title_zh as old_title_zh, o.title_en as old_title_en, o.text_zh as old_text_zh, o.text_en as old_text_en,
                   n.trades as new_trades, n.title_zh as new_title_zh, n.title_en as new_title_en, n.text_zh as new_text_zh, n.text_en as new_text_en
            from courses_clause_change k join courses_version v on v.id = k.version_id
            left join courses_clause o on o.version_id = k.from_version_id and o.code = k.clause
            left join courses_clause n on n.version_id = k.version_id and n.code = k.clause
            where v.course_id = @Id and v.id in (select w.id from courses_version w where w.course_id = @Id and exists (select 1 from courses_clause_change x where x.version_id = w.id) order by w.number desc limit {MostVersions})
            order by v.number desc, coalesce(n.position, 1000000), k.clause
            """, course, ct);
        Versions = [.. rows.GroupBy(r => r.VersionId).Select(g => new Published(g.Key, g.First().Number, g.First().PublishedAt, g.First().Origin, [.. g.Select(r => new ShownChange(r.Between, r.Severity, r.Note, CanEdit, $"v{g.Key}-"))]))];
        return true;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
