using System.Globalization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>The first row: which column has which name.</summary>
internal sealed class TableColumns
{
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private readonly string[] names;
    private readonly int[] options;

    private TableColumns(IReadOnlyList<string> cells)
    {
        names = [.. cells.Select(c => c.Trim().ToLowerInvariant())];
        options = [.. names.Select(Option)];
        for (var i = 0; i < names.Length; i++) if (names[i].Length > 0) columns.TryAdd(names[i], i);
    }

    public int Count => names.Length;

    public static Outcome<TableColumns> Of(IReadOnlyList<string> cells)
    {
        var columns = new TableColumns(cells);
        if (columns.names.Where(n => n.Length > 0).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice) return Problem.Because("The column {0} is there twice. Remove one of them.", ItemHead.Of(twice.Key));
        return columns.Find("kind") is not null && (columns.Find("stem_zh") ?? columns.Find("stem_en")) is not null ? columns
            : Problem.Because("The first line must name the columns; kind and stem_zh or stem_en are needed. Take the template.");
    }

    public int? Find(string name) => columns.TryGetValue(name, out var at) ? at : null;

    /// <summary>Its name, else the spreadsheet's letters.</summary>
    public string NameOf(int at) => names[at].Length > 0 ? names[at] : Letters(at);

    /// <summary>3 for option_3_zh; 0 for a column of no option.</summary>
    public int OptionOf(int at) => options[at];

    private static int Option(string name) =>
        name.StartsWith("option_", StringComparison.Ordinal) && name.IndexOf('_', 7) is var end and > 0 && int.TryParse(name.AsSpan(7, end - 7), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Letters(int at) => (at >= 26 ? Letters(at / 26 - 1) : "") + (char)('A' + at % 26);
}

/// <summary>One row of the table by the names of its columns. It notes which of them were asked for, so that what nobody used can be named.</summary>
internal sealed class TableCells(TableColumns columns, IReadOnlyList<string> cells)
{
    private readonly HashSet<int> used = [];

    /// <summary>Null where the column or the cell is empty.</summary>
    public string? this[string name]
    {
        get
        {
            if (columns.Find(name) is not { } at) return null;
            used.Add(at);
            return At(at);
        }
    }

    /// <summary>Whether the cell says something; asking does not use it.</summary>
    public bool Has(string name) => columns.Find(name) is { } at && At(at) is not null;

    /// <summary>Both languages of a text; null where neither is there.</summary>
    public ItemText? Text(string name) => (this[name + "_zh"], this[name + "_en"]) is var (zh, en) && (zh ?? en) is not null ? new ItemText(en ?? zh!, TextFormats.Plain, new LocalText(zh ?? "", en ?? "")) : null;

    /// <summary>The numbers of the options of which anything is filled in.</summary>
    public IEnumerable<int> Options() => Filled().Select(columns.OptionOf).Where(n => n > 0).Distinct().Order();

    /// <summary>The columns that are filled in and were not asked for.</summary>
    public IEnumerable<string> Unused() => Filled().Where(i => !used.Contains(i)).Select(columns.NameOf);

    private IEnumerable<int> Filled() => Enumerable.Range(0, Math.Min(cells.Count, columns.Count)).Where(i => At(i) is not null);

    private string? At(int at) => at < cells.Count && cells[at].Trim() is { Length: > 0 } text ? text : null;
}
