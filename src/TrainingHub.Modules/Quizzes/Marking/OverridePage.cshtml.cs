using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Marking;

/// <summary>/studio/attempts/{id}/marks/{slot}: changes one mark with a reason, and shows everything that was done to it before.</summary>
[Requires(QuizzesPermissions.Mark)]
internal sealed class OverridePageModel(Db db, OverrideMark change, HubSettings settings) : HubPage
{
    internal sealed record Row(string Name, string TitleZh, string TitleEn, string Kind, string Body, long? Mark, long MaxMark, bool Passed, long Total, long MaxTotal, bool IsVoid);

    internal sealed record Change(long? Before, long? After, string Kind, string Reason, string? Comment, string? Actor, DateTimeOffset At);

    internal sealed record Certificate(string Number, DateTimeOffset? EndedAt);

    public long AttemptId { get; private set; }
    public int Slot { get; private set; }
    public Row Question { get; private set; } = null!;
    public string Stem { get; private set; } = "";
    public IReadOnlyList<Change> History { get; private set; } = [];

    /// <summary>What was issued because this attempt was passed, and still stands.</summary>
    public IReadOnlyList<Certificate> Certificates { get; private set; } = [];
    public string? Mark { get; private set; }
    public string? Reason { get; private set; }
    public string? Comment { get; private set; }
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task<IActionResult> OnGetAsync(long id, int slot, CancellationToken ct)
    {
        if (!await Load(id, slot, ct)) return NotFound();
        Mark = QuizGrade.Marks(Question.Mark ?? 0);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, int slot, string? mark, long seen, string? reason, string? comment, CancellationToken ct)
    {
        (Mark, Reason, Comment) = (mark, reason, comment);
        var problem = await change.Handle(new NewOverride(id, slot, mark, seen, reason, comment), Me.Id, ct);
        if (problem is null) return Done($"/studio/attempts/{id}", "The mark of question {0} is changed.", slot);
        return await Load(id, slot, ct) ? Refuse(problem) : NotFound();
    }

    private async Task<bool> Load(long id, int slot, CancellationToken ct)
    {
        var row = await db.Row<Row>(
            $"""
            select p.name, z.title_zh, z.title_en, v.kind, v.body, s.mark, v.max_mark, a.passed, a.mark as total, a.max_mark as max_total, case when q.voided_at is null then false else true end as is_void
            from quizzes_attempt a join quizzes_slot s on s.attempt_id = a.id and s.slot = @slot join quizzes_question_version q on q.id = s.question_version_id
            join quizzes_question_version v on v.id = {MarkingVersion.Id} join quizzes_quiz_version z on z.id = a.quiz_version_id join v_people_person p on p.id = a.person_id
            where a.id = @id and a.graded_at is not null and a.is_practice = false and a.person_id <> @viewer and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, new { id, slot, viewer = Me.Id, permission = QuizzesPermissions.Mark }, ct);
        if (row is null || (row.Mark is null && !row.IsVoid)) return false;
        (AttemptId, Slot, Question, Stem) = (id, slot, row, QuestionKinds.Find(row.Kind).Readable(T.Pick(QuestionBody.From(row.Body).Stem)));
        History = await db.Rows<Change>(
            """
            select h.before, h.after, h.kind, h.reason, h.comment, p.name as actor, h.at
            from quizzes_mark_history h left join v_people_person p on p.id = h.actor_id where h.attempt_id = @id and h.slot = @slot order by h.id
            """, new { id, slot }, ct);
        Certificates = await db.Rows<Certificate>(
            """
            select c.number, c.ended_at from v_certification_evidence e join v_certificate c on c.period_id = e.period_id
            where e.kind = 'quiz' and e.reference = @reference and c.ended_at is null order by c.id
            """, new { reference = $"attempt:{id}" }, ct);
        return true;
    }
}
