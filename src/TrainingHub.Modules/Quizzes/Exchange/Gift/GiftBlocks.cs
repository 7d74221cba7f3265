using System.Text;
using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <param name="Line">Of its first character.</param>
/// <param name="Text">Without comments, each line trimmed.</param>
/// <param name="Id">From a comment: // [id:wash-1]</param>
internal sealed record GiftBlock(int Line, string Text, string? Id, IReadOnlyList<string> Tags);

/// <summary>Cuts a GIFT file where Moodle does: at blank lines, whatever stands around them. Comments are lines that begin with two slashes.</summary>
internal static partial class GiftBlocks
{
    public static IEnumerable<GiftBlock> In(string file)
    {
        var text = new StringBuilder();
        var comments = new StringBuilder();
        var (number, first) = (0, 0);
        foreach (var raw in Lines(file))
        {
            number++;
            var line = GiftText.Trim(raw);
            if (line.Length == 0)
            {
                if (End() is { } block) yield return block;
            }
            else if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comments.Append(line).Append('\n');
                if (first > 0) text.Append(" \n"); // Moodle leaves a space in its place
            }
            else
            {
                if (first == 0) first = number;
                text.Append(line).Append('\n');
            }
        }
        if (End() is { } last) yield return last;

        GiftBlock? End()
        {
            var block = first == 0 ? null : new GiftBlock(first, GiftText.Trim(text.ToString()), IdIn(comments.ToString()), TagsIn(comments.ToString()));
            text.Clear();
            comments.Clear();
            first = 0;
            return block;
        }
    }

    /// <summary>Ends of lines as Windows, Unix and the old Macintosh write them.</summary>
    private static IEnumerable<string> Lines(string file)
    {
        var start = 0;
        while (start < file.Length)
        {
            var end = file.AsSpan(start).IndexOfAny('\r', '\n') is var at and >= 0 ? start + at : file.Length;
            yield return file[start..end];
            start = end + (end + 1 < file.Length && file[end] == '\r' && file[end + 1] == '\n' ? 2 : 1);
        }
    }

    private static string? IdIn(string comments) => IdMark().Match(comments) is { Success: true } match && match.Groups[1].Value.Trim() is { Length: > 0 } id ? id.Replace("\\]", "]", StringComparison.Ordinal) : null;

    private static List<string> TagsIn(string comments) =>
        [.. TagMark().Matches(comments).SelectMany(m => m.Groups[1].Value == "s" ? m.Groups[2].Value.Split(',') : [m.Groups[2].Value])
            .Select(t => t.Replace("\\]", "]", StringComparison.Ordinal).Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\[id:((?:\\\]|[^\]\p{Cc}])+)\]")]
    private static partial Regex IdMark();

    [GeneratedRegex(@"\[tag(s?):((?:\\\]|[^\]<>\p{Cc}])+)\]")]
    private static partial Regex TagMark();
}
