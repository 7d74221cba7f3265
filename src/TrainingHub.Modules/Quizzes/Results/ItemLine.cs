using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Statistics;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>One question in the table and the plot of its quiz.</summary>
/// <param name="Number">By which the plot names it.</param>
/// <param name="Figures">Null where too few people answered for this viewer to be shown them.</param>
internal sealed record ItemLine(int Number, long QuestionId, string Stem, string Kind, bool IsVoided, long Attempts, ItemFigures? Figures, ItemVerdict Verdict)
{
    public static ItemLine Of(int number, QuizItem item, bool isMastery, bool hidesFew, Localizer t)
    {
        var figures = item.Figures;
        var shown = hidesFew && figures.Attempts < ResultScope.LeastPeople ? null : figures;
        return new ItemLine(number, item.QuestionId, t.Pick(item.Latest.Body.Stem), QuestionKinds.Find(item.Latest.Kind).Label, item.Latest.IsVoided, figures.Attempts, shown,
            shown is null ? ItemVerdict.Fine : ItemVerdicts.Of(shown, isMastery));
    }

    /// <summary>Said of a question that deserves a look, as whole words.</summary>
    public IEnumerable<string> Words(Localizer t)
    {
        if (IsVoided) yield return t["Voided"];
        foreach (var word in Words(Verdict, t)) yield return word;
    }

    public static IEnumerable<string> Words(ItemVerdict verdict, Localizer t)
    {
        if (verdict.HasFlag(ItemVerdict.Weak)) yield return t["Tells little apart"];
        if (verdict.HasFlag(ItemVerdict.TooHard)) yield return t["Too hard"];
        if (verdict.HasFlag(ItemVerdict.TooEasy)) yield return t["Too easy"];
    }
}

/// <summary>How figures read on a screen.</summary>
internal static class FigureWords
{
    public static string Percent(double? share) => share is { } s ? $"{(int)Math.Round(s * 100, MidpointRounding.AwayFromZero)}%" : "–";

    public static string Index(double? value) => value is { } v ? v.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−') : "–";

    public static string Seconds(double? seconds, Localizer t) => seconds switch
    {
        null => "–",
        < 90 => t["{0} s", (int)Math.Round(seconds.Value)],
        _ => t["{0} min", (seconds.Value / 60).ToString("0.#", t.Culture)],
    };
}
