using System.Text;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>CSV as RFC 4180 has it, with comma, semicolon or tab; a wrong quote is named with its line.</summary>
internal static class TableText
{
    public static IEnumerable<TableRow> Rows(string text)
    {
        var separator = Separator(text);
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (line, start, i) = (1, 1, 0);
        while (i < text.Length)
        {
            var c = text[i];
            if (c == '"' && cell.Length == 0)
            {
                var opened = line;
                i++;
                while (i < text.Length && (text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"')))
                {
                    if (text[i] == '"') i++;
                    if (text[i] == '\n') line++;
                    cell.Append(text[i++]);
                }
                if (i >= text.Length)
                {
                    yield return new TableRow(opened, [], Problem.Because("A quotation mark is opened here and never closed. Close it, or double it where it is part of the text."));
                    yield break;
                }
                i++;
            }
            else if (c == separator)
            {
                cells.Add(Unguard(cell.ToString()));
                cell.Clear();
                i++;
            }
            else if (c is '\r' or '\n')
            {
                i += c == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 2 : 1;
                cells.Add(Unguard(cell.ToString()));
                cell.Clear();
                yield return new TableRow(start, cells);
                (cells, start) = ([], ++line);
            }
            else
            {
                cell.Append(c);
                i++;
            }
        }
        if (cell.Length > 0 || cells.Count > 0) yield return new TableRow(start, [.. cells, Unguard(cell.ToString())]);
    }

    private static char Separator(string text)
    {
        var first = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length).ToString();
        return new[] { ',', ';', '\t' }.MaxBy(c => first.Count(f => f == c));
    }

    /// <summary>What a spreadsheet would take for a formula gets an apostrophe, as does what begins with one before such a sign.</summary>
    public static string Guard(string text) => IsFormula(text.TrimStart('\'')) ? "'" + text : text;

    /// <summary>The apostrophe that keeps a spreadsheet from taking a text for a formula goes again.</summary>
    private static string Unguard(string text) => text.StartsWith('\'') && IsFormula(text.TrimStart('\'')) ? text[1..] : text;

    private static bool IsFormula(string text) => text.TrimStart() is ['=' or '+' or '-' or '@', ..] || text is ['\t' or '\r', ..];
}
