using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Results;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>/studio/questions: the bank, of all courses and of none, with its filters; from here questions are chosen to be changed together.</summary>
[Requires(QuizzesPermissions.Propose)]
internal sealed class QuestionListModel(Db db, StoredQuestions stored, ResultScope results) : HubPage
{
    public const int PageSize = 50;

    private sealed record Row(long Id, long CourseId, string? TitleZh, string? TitleEn, string? Category, string Kind, string? Clause, int Difficulty, bool MustPass, string Body, long VersionId,
        string? OnlyLanguage, bool IsRetired, bool IsVoid, bool IsProposed);

    private sealed record Use(long QuestionId, long Mark, long MaxMark, long Answers);

    private sealed record Exposure(long QuestionId, long Given);

    internal sealed record CourseChoice(long Id, string Slug, string TitleZh, string TitleEn);

    /// <param name="Depth">0 for the topmost.</param>
    internal sealed record CategoryChoice(string Path, string Name, int Depth, long Count);

    private sealed record CategoryCount(string Category, long Count);

    /// <param name="Facility">Mean share of the marks at first attempts, in percent; null where nobody was asked yet, or too few whom the viewer may not all see.</param>
    /// <param name="Given">How many attempts it was given to.</param>
    internal sealed record Line(long Id, string? Course, string? Category, IQuestionKind Kind, string? Clause, IReadOnlyList<string> Tags, int Difficulty, bool MustPass, string Stem,
        string? OnlyLanguage, bool IsRetired, bool IsVoid, bool IsProposed, int? Facility, long Answers, long Given);

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyList<CourseChoice> Courses { get; private set; } = [];
    public IReadOnlyList<CategoryChoice> Categories { get; private set; } = [];
    public IReadOnlyList<string> AllTags { get; private set; } = [];
    public IReadOnlyList<string> Clauses { get; private set; } = [];
    public BankFilter Filter { get; private set; } = null!;
    public CourseChoice? Course { get; private set; }
    public long Total { get; private set; }
    public int At { get; private set; }
    public int Pages => (int)((Total + PageSize - 1) / PageSize);
    public long Proposals { get; private set; }

    /// <summary>Figures from few people are hidden from whoever may not see everybody's results.</summary>
    public bool HidesFew { get; private set; }

    public bool MayEdit => Me.Can(QuizzesPermissions.Edit);

    /// <summary>Where a question stands: course, unless only one is shown, clause, category, tags.</summary>
    public IEnumerable<string> Place(Line line)
    {
        if (Course is null) yield return line.Course ?? T["Shared bank"];
        if (line.Clause is not null) yield return line.Clause;
        if (line.Category is not null) yield return line.Category;
        if (line.Tags.Count > 0) yield return TagList.Write(line.Tags);
    }

    public async Task<IActionResult> OnGetAsync(BankFilter filter, int at, CancellationToken ct)
    {
        Filter = filter;
        Courses = await db.Rows<CourseChoice>("select id, slug, title_zh, title_en from v_course order by slug", null, ct);
        Course = Courses.FirstOrDefault(c => c.Slug == filter.Course);
        if (Course is null && !string.IsNullOrEmpty(filter.Course) && filter.Course != BankFilter.Shared) return NotFound();
        await LoadChoices(ct);
        HidesFew = !await results.SeesEverybody(ct);
        var (where, parameters) = filter.Where();
        Total = await db.Scalar<long>($"select count(*) from {BankFilter.From} where {where}", parameters, ct);
        At = Math.Clamp(at, 1, Math.Max(1, Pages));
        parameters.Add("size", PageSize);
        parameters.Add("skip", (At - 1) * PageSize);
        var rows = await db.Rows<Row>(
            $"""
            select q.id, q.course_id, c.title_zh, c.title_en, q.category, v.kind, v.clause, v.difficulty, v.must_pass, v.body, v.id as version_id, v.only_language,
                case when q.retired_at is null then false else true end as is_retired, case when v.voided_at is null then false else true end as is_void,
                exists (select 1 from quizzes_proposal p where p.question_id = q.id and p.state = 'waiting') as is_proposed
            from {BankFilter.From} where {where} order by q.course_id, q.id limit @size offset @skip
            """, parameters, ct);
        var ids = rows.Select(r => r.Id).ToArray();
        var tags = await stored.TagsOf([.. rows.Select(r => r.VersionId)], ct);
        var uses = (await db.Rows<Use>(
            $"""
            select v.question_id, cast(sum(i.marks) as bigint) as mark, cast(sum(i.max_marks) as bigint) as max_mark, cast(sum(i.attempts) as bigint) as answers
            from quizzes_item_sum i join quizzes_question_version v on v.id = i.question_version_id
            where {db.Dialect.In("v.question_id", "ids")} and i.is_first = true group by v.question_id
            """, new { ids }, ct)).ToDictionary(u => u.QuestionId);
        var given = (await db.Rows<Exposure>($"select question_id, cast(sum(given) as bigint) as given from quizzes_exposure where {db.Dialect.In("question_id", "ids")} group by question_id", new { ids }, ct)).ToDictionary(e => e.QuestionId, e => e.Given);
        Lines = [.. rows.Select(r => ToLine(r, [.. tags[r.VersionId]], uses.GetValueOrDefault(r.Id), given.GetValueOrDefault(r.Id)))];
        return Page();
    }

    private async Task LoadChoices(CancellationToken ct)
    {
        var of = new { CourseId = Filter.Course == BankFilter.Shared ? 0 : Course?.Id };
        AllTags = await db.Rows<string>(
            """
            select distinct t.tag from quizzes_question_tag t join quizzes_question q on q.current_version_id = t.question_version_id
            where q.retired_at is null and (cast(@CourseId as bigint) is null or q.course_id = @CourseId) order by t.tag
            """, of, ct);
        Clauses = await db.Rows<string>(
            """
            select distinct v.clause from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id
            where v.clause is not null and q.retired_at is null and (cast(@CourseId as bigint) is null or q.course_id = @CourseId) order by v.clause
            """, of, ct);
        var counts = await db.Rows<CategoryCount>(
            "select category, count(*) as count from quizzes_question where category is not null and retired_at is null and (cast(@CourseId as bigint) is null or course_id = @CourseId) group by category", of, ct);
        // Each with what stands above it, also where that has no question of its own.
        Categories =
        [
            .. counts.SelectMany(c => Above(c.Category)).Distinct().OrderBy(p => string.Join('\u0001', CategoryPath.Split(p)), StringComparer.Ordinal)
                .Select(p => new CategoryChoice(p, CategoryPath.Split(p)[^1], CategoryPath.Split(p).Count - 1, counts.Where(c => c.Category == p || CategoryPath.IsBelow(c.Category, p)).Sum(c => c.Count))),
        ];
        Proposals = await db.Scalar<long>("select count(*) from quizzes_proposal where state = 'waiting'", null, ct);
    }

    private static IEnumerable<string> Above(string category)
    {
        var names = CategoryPath.Split(category);
        return Enumerable.Range(1, names.Count).Select(n => CategoryPath.Join(names.Take(n)));
    }

    private Line ToLine(Row row, IReadOnlyList<string> tags, Use? use, long given)
    {
        var kind = QuestionKinds.Find(row.Kind);
        int? facility = use is null || use.MaxMark == 0 || (HidesFew && use.Answers < ResultScope.LeastPeople) ? null : (int)(use.Mark * 100 / use.MaxMark);
        return new Line(row.Id, row.CourseId == 0 ? null : T.Pick(row.TitleZh ?? "–", row.TitleEn ?? "–"), row.Category, kind, row.Clause, tags, row.Difficulty, row.MustPass,
            kind.Readable(T.Pick(QuestionBody.From(row.Body).Stem)), row.OnlyLanguage, row.IsRetired, row.IsVoid, row.IsProposed, facility, use?.Answers ?? 0, given);
    }
}
