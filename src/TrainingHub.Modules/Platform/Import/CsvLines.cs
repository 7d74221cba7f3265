using System.Text;

namespace TrainingHub.Modules.Platform.Import;

/// <param name="Number">The line where the record begins, counted from 1; a quoted field may run over several.</param>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Fields)
{
    public bool IsBlank => Fields.All(string.IsNullOrWhiteSpace);
}

/// <summary>Splits CSV as RFC 4180 has it. A reader of our own, because a wrong quote must be named with its line, not guessed around.</summary>
internal static class CsvLines
{
    /// <summary>Comma, semicolon or tab: whichever the first line has most of.</summary>
    public static char Separator(string text)
    {
        var first = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length).ToString();
        return new[] { ',', ';', '\t' }.MaxBy(c => first.Count(f => f == c));
    }

    /// <summary>Null where a quotation mark is never closed: then nothing after it can be told apart.</summary>
    public static List<CsvLine>? Read(string text, char separator, List<ImportFault> faults)
    {
        var lines = new List<CsvLine>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var (line, start, i) = (1, 1, 0);
        void EndField() => (_, _) = (Add(fields, field.ToString()), field.Clear());
        while (i < text.Length)
        {
            var c = text[i];
            if (c == '"' && field.Length == 0)
            {
                var opened = line;
                i++;
                while (i < text.Length && (text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"')))
                {
                    if (text[i] == '"') i++;
                    if (text[i] == '\n') line++;
                    field.Append(text[i++]);
                }
                if (i >= text.Length)
                {
                    faults.Add(new ImportFault(opened, null, null, Problem.Because("A quotation mark is opened here and never closed. Close it, or double it where it is part of the text.")));
                    return null;
                }
                i++;
                if (i < text.Length && text[i] != separator && text[i] is not ('\r' or '\n'))
                    faults.Add(new ImportFault(line, null, null, Problem.Because("Text stands after a closing quotation mark. Put the whole field in quotation marks and double those inside it.")));
            }
            else if (c == separator)
            {
                EndField();
                i++;
            }
            else if (c is '\r' or '\n')
            {
                i += c == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 2 : 1;
                EndField();
                lines.Add(new CsvLine(start, fields));
                (fields, line) = ([], line + 1);
                start = line;
            }
            else
            {
                field.Append(c);
                i++;
            }
        }
        if (field.Length > 0 || fields.Count > 0)
        {
            EndField();
            lines.Add(new CsvLine(start, fields));
        }
        return lines;
    }

    private static int Add(List<string> fields, string field)
    {
        fields.Add(field);
        return fields.Count;
    }
}
