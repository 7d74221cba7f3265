using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>Whether the bank can fill a sitting, in the mix of the quiz: too few is the planner's concern, never the learner's.</summary>
internal sealed class EnoughQuestions(Db db, DrawSupply supply, Localizer t)
{
    private sealed record Quiz(long CourseId, string Settings);

    /// <param name="questions">Null: as many as the quiz asks, which publishing has checked.</param>
    public async Task<Problem?> Check(long quizId, int? questions, CancellationToken ct)
    {
        if (await db.Row<Quiz>("select course_id, settings from v_quiz where id = @quizId", new { quizId }, ct) is not { } quiz) return Problem.NotFound("There is no such quiz.");
        if (questions is not { } wanted) return null;
        if (wanted is < 1 or > 200) return Problem.Because("One sitting asks 1 to 200 questions. Leave the number empty for as many as the quiz asks.");
        var (missing, trade) = await supply.Missing(quiz.CourseId, QuestionDraw.Scale(QuizSettings.From(quiz.Settings).Draw, wanted), ct);
        if (trade is not null) return Problem.Because("{0} questions are asked in one sitting, but for the trade {1} the quiz has only {2} that fit. Ask fewer, or add questions.", wanted, t[TradeNames.Of(trade)], wanted - missing);
        return missing > 0 ? Problem.Because("{0} questions are asked in one sitting, but the quiz has only {1} that fit. Ask fewer, or add questions.", wanted, wanted - missing) : null;
    }
}
