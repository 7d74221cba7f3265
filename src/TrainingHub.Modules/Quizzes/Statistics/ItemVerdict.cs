using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>Why a question deserves a look. Below thirty first attempts nothing is said: chance alone would accuse good questions.</summary>
[Flags]
internal enum ItemVerdict
{
    Fine = 0,

    /// <summary>Those who do well in the rest do hardly better in this question than the others.</summary>
    Weak = 1,
    TooHard = 2,
    TooEasy = 4,
}

internal static class ItemVerdicts
{
    public const int LeastAttempts = 30;

    /// <summary>From this pass mark on (percent) a quiz asks for mastery.</summary>
    public const int MasteryPassMark = 80;
    public const double LeastDiscrimination = 0.25;
    public const double LeastFacility = 0.3;
    public const double MostFacility = 0.95;

    public static bool IsMastery(QuizSettings settings) => settings.PassMark >= MasteryPassMark;

    /// <summary>As the database keeps it: "weak,too-hard".</summary>
    public static string Key(ItemVerdict verdict) => string.Join(',', Keys.Where(k => verdict.HasFlag(k.Verdict)).Select(k => k.Key));

    public static ItemVerdict FromKey(string key) => key.Split(',').Aggregate(ItemVerdict.Fine, (sum, part) => sum | Keys.First(k => k.Key == part).Verdict);

    private static readonly (ItemVerdict Verdict, string Key)[] Keys = [(ItemVerdict.Weak, "weak"), (ItemVerdict.TooHard, "too-hard"), (ItemVerdict.TooEasy, "too-easy")];

    /// <param name="isMastery">Whether everybody is meant to know nearly everything: only there a facility can be too high or too low.</param>
    public static ItemVerdict Of(ItemFigures figures, bool isMastery)
    {
        var verdict = ItemVerdict.Fine;
        if (figures.Attempts < LeastAttempts) return verdict;
        if (figures.Discrimination is { } d && d < LeastDiscrimination) verdict |= ItemVerdict.Weak;
        if (isMastery && figures.Facility is { } f) verdict |= f < LeastFacility ? ItemVerdict.TooHard : f > MostFacility ? ItemVerdict.TooEasy : ItemVerdict.Fine;
        return verdict;
    }
}
