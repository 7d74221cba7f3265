using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Statistics;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>/studio/review-notes: questions whose figures deserve a look; one's own first. Each is closed with what was done.</summary>
[Requires(QuizzesPermissions.Edit)]
internal sealed class ReviewNotesModel(Db db, AnswerReviewNote answer, HubSettings settings) : HubPage
{
    private const int Most = 200;

    internal sealed record Note(long Id, long QuizId, long QuestionId, string TitleZh, string TitleEn, string CourseSlug, string Body, int Number, string Verdict, long Attempts, int Facility, int? Discrimination,
        DateTimeOffset OpenedAt, bool IsMine, string? Answer, string? AnsweredBy, DateTimeOffset? AnsweredAt)
    {
        public double Share => Facility / 1000.0;

        public double? Index => Discrimination / 1000.0;
    }

    public IReadOnlyList<Note> Notes { get; private set; } = [];
    public bool ShowsAnswered { get; private set; }

    /// <summary>The note whose answer was refused, and what was typed.</summary>
    public long? Refused { get; private set; }
    public string? Typed { get; private set; }
    public TimeZoneInfo Zone => settings.TimeZone;

    public Task OnGetAsync(string? show, CancellationToken ct) => Load(show == "answered", ct);

    public async Task<IActionResult> OnPostAsync(long note, string? words, CancellationToken ct)
    {
        if (await answer.Handle(note, words, ct) is not { } problem) return Done("/studio/review-notes", "The note is closed.");
        (Refused, Typed) = (note, words);
        await Load(false, ct);
        return Refuse(problem);
    }

    public string Stem(Note note) => T.Pick(QuestionBody.From(note.Body).Stem);

    private async Task Load(bool answered, CancellationToken ct)
    {
        ShowsAnswered = answered;
        Notes = await db.Rows<Note>(
            $"""
            select n.id, n.quiz_id, v.question_id, w.title_zh, w.title_en, c.slug as course_slug, v.body, v.number, n.verdict, n.attempts, n.facility, n.discrimination, n.opened_at,
                   case when v.created_by = @Me then true else false end as is_mine, n.answer, p.name as answered_by, n.answered_at
            from quizzes_review_note n join quizzes_question_version v on v.id = n.question_version_id join quizzes_quiz z on z.id = n.quiz_id join v_course c on c.id = z.course_id
            join quizzes_quiz_version w on w.id = coalesce(z.current_version_id, (select max(l.id) from quizzes_quiz_version l where l.quiz_id = z.id)) left join v_people_person p on p.id = n.answered_by
            where n.answered_at is {(answered ? "not null" : "null")}
            order by {(answered ? "n.answered_at desc" : "case when v.created_by = @Me then 0 else 1 end, n.opened_at")}, n.id limit @Most
            """, new { Me = Me.Id, Most }, ct);
    }
}
