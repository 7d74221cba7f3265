using System.Text.Json;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <param name="Mark">Null where it is not to be shown, or a trainer has yet to mark it.</param>
/// <param name="IsRight">Null where it is not to be shown.</param>
/// <param name="Answered">False where the question was left open.</param>
/// <param name="Certainty">How sure the learner was; null unless the quiz is marked by confidence.</param>
/// <param name="View">The kind's partial view.</param>
internal sealed record ReviewLine(int Slot, string Stem, string? PictureUrl, string? Alt, string? Clause, long? Mark, long MaxMark, Rightness? IsRight, bool MustPass, bool Answered, int? Certainty,
    string? Feedback, string View, ReviewedQuestion Question)
{
    /// <summary>Of the trainer who marked it.</summary>
    public string? Comment { get; init; }

    /// <summary>The question turned out to be faulty and counts for nobody, or alike for all.</summary>
    public bool IsVoid { get; init; }
}

internal enum Rightness { Wrong, Partly, Right, Waiting }

/// <summary>A submitted attempt, question by question, for the learner's result and the trainer's page. AttemptReview.cshtml shows it.</summary>
/// <param name="Lines">Empty where the questions are not to be shown.</param>
/// <param name="LateAnswers">Kept, but not counted.</param>
/// <param name="Waiting">How many answers a trainer has still to mark.</param>
internal sealed record AttemptReview(IReadOnlyList<ReviewLine> Lines, ReviewAspects Shows, long LateAnswers, long Waiting)
{
    private sealed record Row(int Slot, string Kind, string? Clause, string Body, long? Mark, long MaxMark, bool MustPass, string OptionOrder, string? Answer, int? Certainty, string? Points, string? Comment, bool IsVoid);

    /// <param name="photos">Where this reader fetches photos: "/learn/attempts/12/photos/".</param>
    public static async Task<AttemptReview> Load(Db db, long attemptId, ReviewAspects shows, string photos, Localizer t, CancellationToken ct)
    {
        var rows = !shows.HasFlag(ReviewAspects.Attempt) ? [] : await db.Rows<Row>(
            $"""
            select s.slot, v.kind, v.clause, v.body, s.mark, v.max_mark, v.must_pass, s.option_order, n.answer, n.certainty, h.points, h.comment,
                   case when p.voided_at is null then false else true end as is_void
            from quizzes_slot s join quizzes_question_version p on p.id = s.question_version_id join quizzes_question_version v on v.id = {MarkingVersion.Id}
            left join quizzes_answer n on n.id = s.answer_id left join quizzes_mark_history h on h.id = s.marking_id
            where s.attempt_id = @attemptId order by s.slot
            """, new { attemptId }, ct);
        var late = await db.Scalar<long>(
            """
            select count(*) from quizzes_answer n left join quizzes_late_accepted l on l.answer_id = n.id
            where n.attempt_id = @attemptId and n.outcome in ('late', 'paused') and l.answer_id is null
            """, new { attemptId }, ct);
        var waiting = await db.Scalar<long>(
            """
            select count(*) from quizzes_attempt a join quizzes_slot s on s.attempt_id = a.id and s.mark is null join quizzes_question_version p on p.id = s.question_version_id and p.voided_at is null
            where a.id = @attemptId and a.graded_at is null and a.marking_since is not null
            """, new { attemptId }, ct);
        return new AttemptReview([.. rows.Select(r => Line(r, shows, photos, t))], shows, late, waiting);
    }

    private static ReviewLine Line(Row row, ReviewAspects shows, string photos, Localizer t)
    {
        var body = QuestionBody.From(row.Body);
        JsonElement? answer = row.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Answer);
        var line = Line(row.Slot, row.Kind, body, row.OptionOrder, row.Clause, row.Mark, row.MaxMark, row.MustPass, answer, row.Certainty, shows, t) with { IsVoid = row.IsVoid };
        var question = line.Question;
        if (question.Photo is not null) question = question with { PhotoUrl = photos + question.Photo };
        // The points and the comment are feedback, shown when feedback is.
        if (!shows.HasFlag(ReviewAspects.Feedback)) return line with { Question = question };
        if (row.Points is not null) question = question with { Rubric = question.Rubric?.With(JsonSerializer.Deserialize<Dictionary<string, int>>(row.Points)!) };
        return line with { Question = question, Comment = row.Comment };
    }

    /// <summary>One question with its answer, as far as it may be shown; also for one that was checked in the middle of an attempt.</summary>
    public static ReviewLine Line(int slot, string kindName, QuestionBody body, string optionOrder, string? clause, long? mark, long maxMark, bool mustPass, JsonElement? answer, int? certainty, ReviewAspects shows, Localizer t)
    {
        var kind = QuestionKinds.Find(kindName);
        var alt = body.Alt is null ? null : t.Pick(body.Alt);
        var showsFeedback = shows.HasFlag(ReviewAspects.Feedback);
        var question = Heard(kind.Review(QuestionPaper.Of(body.Content, optionOrder), answer, shows.HasFlag(ReviewAspects.RightAnswer), t) with { PictureUrl = body.PictureUrl, Alt = alt }, showsFeedback);
        Rightness? right = !shows.HasFlag(ReviewAspects.Correctness) ? null : mark is null ? Rightness.Waiting : mark == maxMark ? Rightness.Right : mark > 0 ? Rightness.Partly : Rightness.Wrong;
        return new ReviewLine(slot, kind.Readable(t.Pick(body.Stem)), kind.DrawsPicture ? null : body.PictureUrl, alt, clause,
            right is not null && shows.HasFlag(ReviewAspects.Marks) ? mark : null, maxMark, right, mustPass, answer is { } given && kind.IsAnswered(given), certainty,
            showsFeedback && body.Feedback is not null ? t.Pick(body.Feedback) : null, kind.ReviewView, question);
    }

    /// <summary>With what the author says about the answers, or without, down into a scenario's questions.</summary>
    private static ReviewedQuestion Heard(ReviewedQuestion question, bool showsFeedback) => question with
    {
        ShowsFeedback = showsFeedback,
        Parts = [.. question.Parts.Select(p => p with { Feedback = showsFeedback ? p.Feedback : null, Question = p.Question is null ? null : Heard(p.Question, showsFeedback) })],
    };
}
