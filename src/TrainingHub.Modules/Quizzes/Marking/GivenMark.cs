using System.Globalization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Marking;

/// <summary>What a trainer typed, as milli-points: points by criterion where the rubric has some, else a mark.</summary>
internal static class GivenMark
{
    public const int MostCharacters = 2000;

    public static Outcome<long> Of(Rubric rubric, long maxMark, IReadOnlyDictionary<string, int> points, string? mark)
    {
        if (rubric.Criteria.Count == 0) return Of(mark, maxMark);
        if (rubric.Criteria.Any(c => !points.TryGetValue(c.Id, out var given) || given < 0 || given > c.Points)) return Problem.Because("Give points for every criterion.");
        return maxMark * rubric.Criteria.Sum(c => points[c.Id]) / rubric.Points;
    }

    public static Outcome<long> Of(string? mark, long maxMark) =>
        decimal.TryParse(mark?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var marks) && marks >= 0 && marks * 1000 <= maxMark && marks * 1000 % 1 == 0
            ? (long)(marks * 1000)
            : Problem.Because("The mark is a number from 0 to {0} with at most three decimals.", QuizGrade.Marks(maxMark));
}
