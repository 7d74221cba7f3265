using System.Text.Json;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <param name="Answered">False where the question was left open.</param>
/// <param name="View">The kind's partial view.</param>
internal sealed record ReviewLine(int Slot, string Stem, string? PictureUrl, string? Alt, string? Clause, long? Mark, long MaxMark, bool MustPass, bool Answered, string? Feedback, string View, ReviewedQuestion Question);

/// <summary>A submitted attempt, question by question, for the learner's result and the trainer's page. AttemptReview.cshtml shows it.</summary>
/// <param name="ShowsKey">False while others may still be taking the same scheduled quiz.</param>
/// <param name="LateAnswers">Kept, but not counted.</param>
internal sealed record AttemptReview(IReadOnlyList<ReviewLine> Lines, bool ShowsKey, long LateAnswers)
{
    private sealed record Row(int Slot, string Kind, string? Clause, string Body, long? Mark, long MaxMark, bool MustPass, string OptionOrder, string? Answer);

    public static async Task<AttemptReview> Load(Db db, long attemptId, bool showsKey, Localizer t, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            """
            select s.slot, v.kind, v.clause, v.body, s.mark, v.max_mark, v.must_pass, s.option_order, n.answer
            from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id left join quizzes_answer n on n.id = s.answer_id
            where s.attempt_id = @attemptId order by s.slot
            """, new { attemptId }, ct);
        var late = await db.Scalar<long>("select count(*) from quizzes_answer where attempt_id = @attemptId and outcome = 'late'", new { attemptId }, ct);
        return new AttemptReview([.. rows.Select(r => Line(r, showsKey, t))], showsKey, late);
    }

    private static ReviewLine Line(Row row, bool showsKey, Localizer t)
    {
        var kind = QuestionKinds.Find(row.Kind);
        var body = QuestionBody.From(row.Body);
        JsonElement? answer = row.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Answer);
        var alt = body.Alt is null ? null : t.Pick(body.Alt);
        var question = kind.Review(QuestionPaper.Of(body.Content, row.OptionOrder), answer, showsKey, t) with { PictureUrl = body.PictureUrl, Alt = alt };
        return new ReviewLine(row.Slot, kind.Readable(t.Pick(body.Stem)), kind.DrawsPicture ? null : body.PictureUrl, alt, row.Clause, row.Mark, row.MaxMark, row.MustPass,
            answer is { } given && kind.IsAnswered(given), showsKey && body.Feedback is not null ? t.Pick(body.Feedback) : null, kind.ReviewView, question);
    }
}
