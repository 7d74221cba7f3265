using System.Globalization;

namespace TrainingHub.Modules.Platform;

/// <summary>Lines of CSV as spreadsheets read them: ISO dates, quoted where needed, and no text that a spreadsheet would take for a formula.</summary>
internal static class Csv
{
    /// <param name="values">Texts, civil dates or null.</param>
    public static string Line(IEnumerable<object?> values) => string.Join(',', values.Select(Cell));

    private static string Cell(object? value) => value switch
    {
        null => "",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string text => Quoted(Harmless(text)),
        _ => throw new ArgumentException($"No cell can hold {value.GetType().Name}."),
    };

    /// <summary>A name such as "=HYPERLINK(…)" must stay a name when the file is opened.</summary>
    private static string Harmless(string text) => text.TrimStart() is ['=' or '+' or '-' or '@', ..] || text is ['\t' or '\r', ..] ? "'" + text : text;

    private static string Quoted(string text) => text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
