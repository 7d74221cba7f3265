using System.Globalization;
using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// Where a line may end. Latin words break at spaces and hyphens, Chinese between any two characters, but no line begins with a
/// closing mark or ends with an opening one (禁则).
/// </summary>
internal static class LineBreaking
{
    private const string NeverFirst = "，。、；：？！）》」』】〕〉”’…—～·・%％°℃,.;:?!)]}";
    private const string NeverLast = "（《「『【〔〈“‘([{#$¥￥";

    /// <summary>Lines filled from the first on; a piece longer than a line is cut wherever it must be.</summary>
    /// <param name="text">One paragraph; line ends count as spaces.</param>
    /// <param name="width">In the unit that <paramref name="measure"/> answers in.</param>
    /// <param name="measure">Width of a text in one line.</param>
    /// <returns>At least one line; the spaces at line ends are gone.</returns>
    public static IReadOnlyList<string> Wrap(string text, double width, Func<string, double> measure)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var piece in Pieces(PrintableText.Of(text)).SelectMany(p => Cut(p, width, measure)))
        {
            if (line.Length > 0 && measure((line + piece).TrimEnd()) > width)
            {
                lines.Add(line.TrimEnd());
                line = "";
            }
            line += line.Length == 0 ? piece.TrimStart() : piece;
        }
        if (line.Length > 0 || lines.Count == 0) lines.Add(line.TrimEnd());
        return lines;
    }

    /// <summary>The text in pieces after each of which a line may end; spaces stay with the piece before them.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        var before = default(Rune);
        foreach (var rune in text.EnumerateRunes())
        {
            if (piece.Length > 0 && MayBreak(before, rune))
            {
                yield return piece.ToString();
                piece.Clear();
            }
            piece.Append(rune.ToString());
            before = rune;
        }
        if (piece.Length > 0) yield return piece.ToString();
    }

    private static bool MayBreak(Rune before, Rune after)
    {
        if (after.Value == ' ' || Holds(NeverFirst, after) || Holds(NeverLast, before)) return false;
        return before.Value is ' ' or '-' or '/' || IsCjk(before) || IsCjk(after);
    }

    private static bool Holds(string marks, Rune rune) => rune.IsBmp && marks.Contains((char)rune.Value);

    private static bool IsCjk(Rune rune) => rune.Value is >= 0x2E80 and <= 0x9FFF or >= 0xAC00 and <= 0xD7AF or >= 0xF900 and <= 0xFAFF
        or >= 0xFE30 and <= 0xFE4F or >= 0xFF00 and <= 0xFFEF or >= 0x20000 and <= 0x3FFFF;

    private static IEnumerable<string> Cut(string piece, double width, Func<string, double> measure)
    {
        if (measure(piece.TrimEnd()) <= width)
        {
            yield return piece;
            yield break;
        }
        var part = "";
        // Whole characters as people see them: an accent must not part from its letter.
        var elements = StringInfo.GetTextElementEnumerator(piece);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (part.Length > 0 && measure(part + element) > width)
            {
                yield return part;
                part = "";
            }
            part += element;
        }
        yield return part;
    }
}
