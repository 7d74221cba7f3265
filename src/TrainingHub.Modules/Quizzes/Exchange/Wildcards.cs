using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Moodle's asterisks in accepted answers: * stands for any text, \* for an asterisk. Our gaps take only what is written; so the first is never kept as one.</summary>
internal static partial class Wildcards
{
    public static bool In(string text) => Any().IsMatch(text);

    public static string Escape(string text) => text.Replace("*", "\\*", StringComparison.Ordinal);

    public static string Unescape(string text) => text.Replace("\\*", "*", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\\)\*")]
    private static partial Regex Any();
}
