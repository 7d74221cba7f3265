using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>/studio/courses/{slug}/questions: the bank of one course as learners get it now.</summary>
[Requires(QuizzesPermissions.Edit)]
internal sealed class QuestionListModel(Db db) : HubPage
{
    private sealed record Row(long Id, string Slug, string Kind, string? Clause, int Difficulty, bool MustPass, string Body, long VersionId);

    private sealed record Tag(long VersionId, string Name);

    private sealed record Use(long QuestionId, long Mark, long MaxMark, int Answers);

    internal sealed record CourseHead(long Id, string Slug, string TitleZh, string TitleEn);

    /// <param name="Facility">Mean share of the marks at first attempts, in percent; null where nobody was asked yet.</param>
    internal sealed record Line(long Id, string Slug, IQuestionKind Kind, string? Clause, IReadOnlyList<string> Tags, int Difficulty, bool MustPass, string Stem, int? Facility, int Answers);

    public CourseHead Course { get; private set; } = null!;
    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyList<string> AllTags { get; private set; } = [];
    public string? Search { get; private set; }
    public string? WithTag { get; private set; }
    public string? OfKind { get; private set; }
    public int Total { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, string? search, string? tag, string? kind, CancellationToken ct)
    {
        var course = await db.Row<CourseHead>("select id, slug, title_zh, title_en from v_course where slug = @slug", new { slug }, ct);
        if (course is null) return NotFound();
        Course = course;
        (Search, WithTag, OfKind) = (search?.Trim(), tag, kind);
        var rows = await db.Rows<Row>(
            """
            select q.id, q.slug, v.kind, v.clause, v.difficulty, v.must_pass, v.body, v.id as version_id
            from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id
            where q.course_id = @Id and q.retired_at is null order by q.id
            """, new { course.Id }, ct);
        var tags = (await db.Rows<Tag>(
            """
            select t.question_version_id as version_id, t.tag as name
            from quizzes_question_tag t join quizzes_question q on q.current_version_id = t.question_version_id where q.course_id = @Id order by t.tag
            """, new { course.Id }, ct)).ToLookup(t => t.VersionId, t => t.Name);
        var uses = (await db.Rows<Use>(
            """
            select v.question_id, cast(sum(s.mark) as bigint) as mark, sum(v.max_mark) as max_mark, count(*) as answers
            from quizzes_question q join quizzes_question_version v on v.question_id = q.id
            join quizzes_slot s on s.question_version_id = v.id join quizzes_attempt a on a.id = s.attempt_id
            where q.course_id = @Id and a.number = 1 and a.graded_at is not null group by v.question_id
            """, new { course.Id }, ct)).ToDictionary(u => u.QuestionId);
        AllTags = [.. tags.SelectMany(t => t).Distinct().Order(StringComparer.Ordinal)];
        Total = rows.Count;
        Lines = [.. rows.Select(r => ToLine(r, [.. tags[r.VersionId]], uses.GetValueOrDefault(r.Id))).Where(Fits)];
        return Page();
    }

    private Line ToLine(Row row, IReadOnlyList<string> tags, Use? use)
    {
        int? facility = use is null ? null : (int)(use.Mark * 100 / use.MaxMark);
        return new Line(row.Id, row.Slug, QuestionKinds.Find(row.Kind), row.Clause, tags, row.Difficulty, row.MustPass, QuestionKinds.Find(row.Kind).Readable(T.Pick(QuestionBody.From(row.Body).Stem)), facility, use?.Answers ?? 0);
    }

    private bool Fits(Line line) =>
        (string.IsNullOrEmpty(WithTag) || line.Tags.Contains(WithTag))
        && (string.IsNullOrEmpty(OfKind) || line.Kind.Name == OfKind)
        && (string.IsNullOrEmpty(Search) || new[] { line.Stem, line.Slug, line.Clause ?? "" }.Any(t => t.Contains(Search, StringComparison.OrdinalIgnoreCase)));
}
