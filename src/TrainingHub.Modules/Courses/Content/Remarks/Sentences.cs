using System.Text.RegularExpressions;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <param name="Length">Words in English, characters in Chinese.</param>
internal sealed record Sentence(string Text, int Line, int Length);

/// <summary>
/// Takes text apart into sentences and measures them. Chinese ends a sentence with 。！？；, English with . ! ? before a space; the end of a paragraph, a list item
/// or a table cell ends it in both. In Chinese a word or number in Latin letters counts as one character, and so does each sign.
/// </summary>
internal static partial class Sentences
{
    [GeneratedRegex(@"[^。！？；!?;\n]*[。！？；!?;\n]*[”’』」）)》]*")]
    private static partial Regex Chinese { get; }

    [GeneratedRegex(@".+?([.!?]+[""”’)\]]*(?=\s|\z)|\n|\z)", RegexOptions.Singleline)]
    private static partial Regex English { get; }

    [GeneratedRegex(@"[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ'’.-]*|\S")]
    private static partial Regex ChineseSign { get; }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}|[\p{L}\p{M}\p{N}-[\p{IsCJKUnifiedIdeographs}]]+")]
    private static partial Regex ChineseWord { get; }

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.:/-]*")]
    private static partial Regex EnglishWord { get; }

    public static IEnumerable<Sentence> In(RunningText running, string language)
    {
        var text = running.Text;
        foreach (Match match in (language == Languages.Chinese ? Chinese : English).Matches(text))
        {
            var trimmed = match.Value.Trim();
            if (trimmed.Length > 0) yield return new Sentence(trimmed, running.LineAt(match.Index + match.Value.IndexOf(trimmed, StringComparison.Ordinal)), (language == Languages.Chinese ? ChineseSign : EnglishWord).Count(trimmed));
        }
    }

    /// <summary>How much there is to read: English words; Chinese characters without punctuation, a Latin word as one.</summary>
    public static int Amount(string text, string language) => (language == Languages.Chinese ? ChineseWord : EnglishWord).Count(text);
}
