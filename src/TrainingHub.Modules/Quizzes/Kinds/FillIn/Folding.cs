using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>
/// What does not make a typed answer wrong: full-width and half-width forms are one (NFKC), case is one unless the author asks for it,
/// spaces at the ends and repeated ones do not count, nor do those beside a Chinese character or invisible signs that a paste brings along.
/// </summary>
internal static partial class Folding
{
    public static string Fold(string text, bool caseMatters)
    {
        // Half a surrogate pair would make the normalisation throw; as a replacement character it is merely wrong.
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormKC);
        var seen = string.Concat(whole.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format));
        var spaced = Spaces().Replace(seen, " ").Trim();
        var folded = BesideChinese().Replace(spaced, "");
        return caseMatters ? folded : folded.ToLowerInvariant();
    }

    /// <summary>A number as people type it: ３０, 1,000, −2.5, + 5; null where it is none.</summary>
    public static decimal? Number(string text)
    {
        var folded = Fold(text, caseMatters: false).Replace(" ", "", StringComparison.Ordinal).Replace('\u2212', '-');
        if (Grouped().IsMatch(folded)) folded = folded.Replace(",", "", StringComparison.Ordinal);
        return decimal.TryParse(folded, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000_000_000_000 ? number : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<=[\p{IsCJKUnifiedIdeographs}\p{IsCJKUnifiedIdeographsExtensionA}\p{IsCJKSymbolsandPunctuation}]) | (?=[\p{IsCJKUnifiedIdeographs}\p{IsCJKUnifiedIdeographsExtensionA}\p{IsCJKSymbolsandPunctuation}])")]
    private static partial Regex BesideChinese();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$")]
    private static partial Regex Grouped();
}
