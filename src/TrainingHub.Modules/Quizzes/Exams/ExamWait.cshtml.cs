using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>/learn/attempts/{id}/wait: why the questions are not shown here and now — paused, another network, another device — and what to do.</summary>
[Requires(QuizzesPermissions.Take)]
internal sealed class ExamWaitModel(Db db, ExamDoor door, EnterExam enter, ExamVisitor visitor, NoteSeen seen, TimeProvider clock) : HubPage
{
    internal sealed record Head(long Id, long QuizId, string TitleZh, string TitleEn, string State, string? Exam, DateTimeOffset? PausedAt, DateTimeOffset? DeadlineAt);

    public Head Attempt { get; private set; } = null!;
    public string Withheld { get; private set; } = "";
    public string Address => $"{visitor.Address}";

    /// <summary>Questions whose latest answer came during the pause and doesn't count.</summary>
    public IReadOnlyList<int> Kept { get; private set; } = [];

    /// <summary>What is on the clock, which stands while it is paused; null where there is no limit.</summary>
    public int? MinutesLeft => Attempt.DeadlineAt - (Attempt.PausedAt ?? clock.GetUtcNow()) is { } left ? (int)Math.Ceiling(left.TotalMinutes) : null;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (Withheld.Length == 0) return Redirect($"/learn/attempts/{id}");
        if (ExamConditions.From(Attempt.Exam).Invigilated) await seen.Handle(id, Attempt.QuizId, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, string? code, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        var problem = await enter.Handle(id, Me.Id, code, ct);
        return problem is null ? Redirect($"/learn/attempts/{id}") : Refuse(problem);
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        var head = await db.Row<Head>(
            """
            select a.id, a.quiz_id, v.title_zh, v.title_en, a.state, a.exam, a.paused_at, a.deadline_at
            from quizzes_attempt a join quizzes_quiz_version v on v.id = a.quiz_version_id where a.id = @id and a.person_id = @Me
            """, new { id, Me = Me.Id }, ct);
        if (head is null) return false;
        Attempt = head;
        Withheld = await door.Withheld(id, head.State, head.Exam, head.PausedAt, ct) ?? "";
        Kept = head.PausedAt is null ? [] : await db.Rows<int>(
            """
            select distinct n.slot from quizzes_answer n join quizzes_slot s on s.attempt_id = n.attempt_id and s.slot = n.slot left join quizzes_answer c on c.id = s.answer_id
            where n.attempt_id = @id and n.outcome = 'paused' and n.received_at >= @PausedAt and n.sequence > coalesce(c.sequence, 0) order by n.slot
            """, new { id, head.PausedAt }, ct);
        return true;
    }
}
