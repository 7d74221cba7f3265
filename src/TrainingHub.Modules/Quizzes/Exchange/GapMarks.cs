using System.Globalization;
using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>[[1]], [[2]], … in the text of an item: where its gaps are.</summary>
internal static partial class GapMarks
{
    /// <param name="mark">What to write for the gap with this index; null where it is none, and then only its brackets are made harmless.</param>
    public static string Replace(string text, Func<int, string?> mark) =>
        Any().Replace(text, m => (int.TryParse(m.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? mark(number - 1) : null) ?? $"[{m.Groups[1].Value}]");

    [GeneratedRegex(@"\[\[([^\[\]]+)\]\]")]
    private static partial Regex Any();
}
