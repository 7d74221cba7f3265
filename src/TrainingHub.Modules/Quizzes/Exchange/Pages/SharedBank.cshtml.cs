using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>/studio/questions: questions that were imported without a course, until they are moved to one.</summary>
[Requires(QuizzesPermissions.Edit)]
internal sealed class SharedBankModel(Db db, MoveQuestions move) : HubPage
{
    public const int PageSize = 100;

    private sealed record Row(long Id, string Kind, string? Category, string? OnlyLanguage, string Body);

    internal sealed record Line(long Id, string KindLabel, string? Category, string? OnlyLanguage, string Stem);

    internal sealed record CourseChoice(string Slug, string TitleZh, string TitleEn);

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyList<CourseChoice> Courses { get; private set; } = [];
    public long? Next { get; private set; }
    public long Total { get; private set; }

    public async Task<IActionResult> OnGetAsync(long after, CancellationToken ct)
    {
        await Load(after, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long[] question, string? course, CancellationToken ct)
    {
        var moved = await move.Handle(question, course, ct);
        if (moved.Problem is null) return Done("/studio/questions", "{0} of {1} questions moved. Those that the course has already stay here.", moved.Value, question.Length);
        await Load(0, ct);
        return Refuse(moved.Problem);
    }

    private async Task Load(long after, CancellationToken ct)
    {
        Courses = await db.Rows<CourseChoice>("select slug, title_zh, title_en from v_course order by slug", null, ct);
        Total = await db.Scalar<long>("select count(*) from quizzes_question where course_id = 0 and retired_at is null", null, ct);
        var rows = await db.Rows<Row>(
            """
            select q.id, v.kind, q.category, v.only_language, v.body from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id
            where q.course_id = 0 and q.retired_at is null and q.id > @after order by q.id limit @Most
            """, new { after, Most = PageSize + 1 }, ct);
        Next = rows.Count > PageSize ? rows[PageSize - 1].Id : null;
        Lines = [.. rows.Take(PageSize).Select(r => new Line(r.Id, QuestionKinds.Find(r.Kind).Label, r.Category, r.OnlyLanguage, QuestionKinds.Find(r.Kind).Readable(T.Pick(QuestionBody.From(r.Body).Stem))))];
    }
}
