using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Settings;
using TrainingHub.Modules.Quizzes.Statistics;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>/studio/results/quizzes/{id}: how a quiz goes and how its questions do. Reads sums only, however many have taken it.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class QuizResultsModel(Db db, ResultScope scope) : HubPage
{
    internal sealed record Head(long Id, string TitleZh, string TitleEn, string Settings, bool IsRecounting);

    private sealed record Row(string Language, string SiteName, int Band, long Attempts, long Passed, long Shares);

    public Head Quiz { get; private set; } = null!;
    public QuizSettings Rules { get; private set; } = null!;

    /// <summary>Of first attempts, or of all.</summary>
    public bool FirstOnly { get; private set; }
    public MarkFigures Marks { get; private set; } = MarkFigures.None;
    public IReadOnlyList<(string Name, MarkFigures Figures)> ByLanguage { get; private set; } = [];
    public IReadOnlyList<(string Name, MarkFigures Figures)> BySite { get; private set; } = [];
    public IReadOnlyList<ItemLine> Items { get; private set; } = [];
    public bool HidesFew { get; private set; }

    public int LookAt => Items.Count(i => i.Verdict != ItemVerdict.Fine);

    public async Task<IActionResult> OnGetAsync(long id, string? attempts, CancellationToken ct)
    {
        var quiz = await db.Row<Head>(
            """
            select q.id, v.title_zh, v.title_en, v.settings, case when s.recount_after is null then false else true end as is_recounting
            from quizzes_quiz q join quizzes_quiz_version v on v.id = coalesce(q.current_version_id, (select max(l.id) from quizzes_quiz_version l where l.quiz_id = q.id))
            left join quizzes_statistics s on s.quiz_id = q.id where q.id = @id
            """, new { id }, ct);
        if (quiz is null) return NotFound();
        Quiz = quiz;
        Rules = QuizSettings.From(quiz.Settings);
        FirstOnly = attempts != "all";
        await LoadMarks(id, ct);
        HidesFew = !await scope.SeesEverybody(ct);
        var items = await QuizItem.Load(db, id, null, FirstOnly, T, ct);
        Items = [.. items.Select((item, i) => ItemLine.Of(i + 1, item, ItemVerdicts.IsMastery(Rules), HidesFew, T))];
        return Page();
    }

    private async Task LoadMarks(long id, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            $"""
            select m.language, p.name as site_name, m.band, m.attempts, m.passed, m.shares
            from (select language, site_id, department_id, band, cast(sum(attempts) as bigint) as attempts, cast(sum(passed) as bigint) as passed, cast(sum(shares) as bigint) as shares
                  from quizzes_mark_sum where quiz_id = @id {(FirstOnly ? "and is_first = true" : "")} group by language, site_id, department_id, band) m
            join v_people_site p on p.id = m.site_id
            where m.attempts > 0 and {PeopleScope.Sees("m.site_id", "m.department_id")}
            order by p.name
            """, new { id, viewer = Me.Id, permission = QuizzesPermissions.Results }, ct);
        Marks = MarkFigures.Of(rows.Select(One));
        ByLanguage = [.. rows.GroupBy(r => r.Language).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key == "en" ? T["English"] : T["Chinese"], MarkFigures.Of(g.Select(One))))];
        BySite = [.. rows.GroupBy(r => r.SiteName).Select(g => (g.Key, MarkFigures.Of(g.Select(One))))];

        static (int, long, long, long) One(Row r) => (r.Band, r.Attempts, r.Passed, r.Shares);
    }
}

/// <summary>Marks of many attempts.</summary>
/// <param name="Bands">How many fell into each twentieth of the full marks.</param>
internal sealed record MarkFigures(long Attempts, long Passed, long Shares, IReadOnlyList<long> Bands)
{
    public static readonly MarkFigures None = new(0, 0, 0, new long[Contribution.Bands]);

    public int? MeanPercent => Attempts == 0 ? null : (int)(Shares / Attempts / 100);

    public int? PassedPercent => Attempts == 0 ? null : (int)(Passed * 100 / Attempts);

    public static MarkFigures Of(IEnumerable<(int Band, long Attempts, long Passed, long Shares)> rows)
    {
        var bands = new long[Contribution.Bands];
        var (attempts, passed, shares) = (0L, 0L, 0L);
        foreach (var row in rows)
        {
            bands[row.Band] += row.Attempts;
            (attempts, passed, shares) = (attempts + row.Attempts, passed + row.Passed, shares + row.Shares);
        }
        return new MarkFigures(attempts, passed, shares, bands);
    }
}
