using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice.Daily;

/// <summary>A clause that is due.</summary>
/// <param name="Recall">The chance that it is remembered.</param>
internal sealed record DueClause(CourseClause Clause, double Recall);

internal sealed record ChosenQuestion(ClauseQuestion Question, int Seconds);

/// <summary>Chooses a day's questions: those most likely forgotten first, in turns from the courses, one of each clause, few and short.</summary>
internal static class DailySet
{
    public const int MostQuestions = 5;

    /// <summary>All of them together take less.</summary>
    public const int MostSeconds = 180;

    /// <summary>Of a question that too few have answered yet.</summary>
    public const int UnknownSeconds = 30;

    /// <param name="questions">By clause, the one to ask first in front.</param>
    /// <param name="usual">Seconds by question.</param>
    public static IReadOnlyList<ChosenQuestion> Choose(IEnumerable<DueClause> due, ILookup<CourseClause, ClauseQuestion> questions, IReadOnlyDictionary<long, int> usual)
    {
        var (chosen, left) = (new List<ChosenQuestion>(), MostSeconds - 1);
        // A clause that can't be asked at all takes up no turn of its course.
        foreach (var clause in InTurns(due.Where(d => First(d, left) is not null).ToList()))
        {
            if (chosen.Count == MostQuestions) break;
            if (First(clause, left) is not { } next) continue;
            chosen.Add(next);
            left -= next.Seconds;
        }
        return chosen;

        ChosenQuestion? First(DueClause clause, int seconds) =>
            questions[clause.Clause].Select(q => new ChosenQuestion(q, usual.GetValueOrDefault(q.QuestionId, UnknownSeconds))).FirstOrDefault(q => q.Seconds <= seconds);
    }

    /// <summary>The worst of each course, then the next of each; where there is one course only, its worst.</summary>
    private static IEnumerable<DueClause> InTurns(IEnumerable<DueClause> due) => due
        .OrderBy(d => d.Recall).ThenBy(d => d.Clause.CourseId).ThenBy(d => d.Clause.Clause, StringComparer.Ordinal)
        .GroupBy(d => d.Clause.CourseId).SelectMany(course => course.Select((clause, turn) => (clause, turn)))
        .OrderBy(t => t.turn).ThenBy(t => t.clause.Recall).ThenBy(t => t.clause.Clause.CourseId).Select(t => t.clause);
}
