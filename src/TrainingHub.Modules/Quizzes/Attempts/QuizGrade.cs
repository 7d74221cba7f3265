namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>Marks are milli-points and percentages exact: no rounding ever lifts or drops somebody over the pass mark.</summary>
internal static class QuizGrade
{
    /// <summary>An attempt of which no question counts any more has reached nothing, whatever the pass mark.</summary>
    public static bool Reaches(long mark, long maxMark, int passPercent) => maxMark > 0 && mark * 100 >= maxMark * passPercent;

    /// <summary>Whole percent for the screen, rounded down, so that 79.9 never reads as a passed 80.</summary>
    public static int Percent(long mark, long maxMark) => maxMark == 0 ? 0 : (int)(mark * 100 / maxMark);

    /// <summary>Milli-points as people write marks: 1500 is 1.5.</summary>
    public static string Marks(long milliPoints) => (milliPoints / 1000m).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The grade over graded attempts in their order, as basis points of the full marks (10 000 = all); null where there is none.</summary>
    /// <param name="mode">highest, latest, first or mean</param>
    public static long? Over(string mode, IReadOnlyList<(long Mark, long MaxMark)> attempts)
    {
        if (attempts.Count == 0) return null;
        var shares = attempts.Select(a => a.MaxMark == 0 ? 0 : a.Mark * 10_000 / a.MaxMark).ToList();
        return mode switch
        {
            "highest" => shares.Max(),
            "latest" => shares[^1],
            "first" => shares[0],
            "mean" => shares.Sum() / shares.Count,
            _ => throw new ArgumentException($"There is no grade mode {mode}.", nameof(mode)),
        };
    }
}
