using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>Whether the bank can fill a sitting, in the mix of the quiz and in each language: too few is the planner's concern, never the learner's.</summary>
internal sealed class EnoughQuestions(Db db)
{
    private sealed record Quiz(long CourseId, string Settings);

    private sealed record Row(long VersionId, string? OnlyLanguage, string? Category, string? Tag);

    /// <param name="questions">Null: as many as the quiz asks, which publishing has checked.</param>
    public async Task<Problem?> Check(long quizId, int? questions, CancellationToken ct)
    {
        if (await db.Row<Quiz>("select course_id, settings from v_quiz where id = @quizId", new { quizId }, ct) is not { } quiz) return Problem.NotFound("There is no such quiz.");
        if (questions is not { } wanted) return null;
        if (wanted is < 1 or > 200) return Problem.Because("One sitting asks 1 to 200 questions. Leave the number empty for as many as the quiz asks.");
        var rows = await db.Rows<Row>(
            """
            select v.id as version_id, v.only_language, q.category, t.tag
            from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id left join quizzes_question_tag t on t.question_version_id = v.id
            where q.course_id = @CourseId and q.retired_at is null and v.voided_at is null order by v.id
            """, quiz, ct);
        var lines = QuestionDraw.Scale(QuizSettings.From(quiz.Settings).Draw, wanted);
        var most = Languages.All.Min(l => QuestionDraw.Pick(lines,
            [.. rows.Where(r => r.OnlyLanguage is null || r.OnlyLanguage == l).GroupBy(r => r.VersionId).Select(g => new DrawCandidate(g.Key, [.. g.Select(r => r.Tag).OfType<string>()], g.First().Category))]).Count);
        return most < wanted ? Problem.Because("{0} questions are asked in one sitting, but the quiz has only {1} that fit. Ask fewer, or add questions.", wanted, most) : null;
    }
}
