using System.Globalization;

namespace TrainingHub.Modules.Platform.Import;

/// <summary>A CSV file whose first line names its columns, in any order and in the words people use for them.</summary>
internal sealed class CsvTable
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日"];

    private readonly string[] header;
    private readonly List<ImportFault> faults;

    private CsvTable(string[] header, List<CsvLine> lines, List<ImportFault> faults)
    {
        (this.header, this.faults) = (header, faults);
        Rows = [.. lines.Select(l => new Row(this, l))];
    }

    public IReadOnlyList<Row> Rows { get; }

    /// <summary>Null where nothing of the file can be used; every fault, also of single rows, is added to <paramref name="faults"/>.</summary>
    /// <param name="columns">What a column may be called, and what it is.</param>
    /// <param name="needed">Columns without which no row makes sense.</param>
    /// <param name="noHeader">What to say where the first line names no column at all.</param>
    /// <param name="noRows">What to say where nothing follows the first line.</param>
    public static CsvTable? Read(byte[] bytes, IReadOnlyDictionary<string, string> columns, IReadOnlyList<string> needed, Problem noHeader, Problem noRows, List<ImportFault> faults)
    {
        var (text, unreadable) = DecodedText.Of(bytes);
        if (text is null)
        {
            faults.Add(new ImportFault(0, null, null, unreadable!));
            return null;
        }
        var lines = CsvLines.Read(text, CsvLines.Separator(text), faults)?.Where(l => !l.IsBlank).ToList();
        if (lines is not [var first, ..])
        {
            if (lines is not null) faults.Add(new ImportFault(0, null, null, Problem.Because("The file is empty.")));
            return null;
        }
        if (Header(first, columns, needed, noHeader, faults) is not { } header) return null;
        if (lines.Count == 1 && faults.Count == 0) faults.Add(new ImportFault(0, null, null, noRows));
        return new CsvTable(header, lines[1..], faults);
    }

    private static string[]? Header(CsvLine line, IReadOnlyDictionary<string, string> columns, IReadOnlyList<string> needed, Problem noHeader, List<ImportFault> faults)
    {
        var names = line.Fields.Select(f => f.Trim()).ToArray();
        if (!names.Any(columns.ContainsKey))
        {
            faults.Add(new ImportFault(line.Number, null, null, noHeader));
            return null;
        }
        var before = faults.Count;
        foreach (var name in names.Where(n => !columns.ContainsKey(n)))
            faults.Add(new ImportFault(line.Number, name, name, Problem.Because("\"{0}\" is no column. The columns are {1}.", name, string.Join(", ", columns.Values.Distinct()))));
        foreach (var twice in names.Where(columns.ContainsKey).GroupBy(n => columns[n]).Where(g => g.Count() > 1))
            faults.Add(new ImportFault(line.Number, twice.Last(), twice.Last(), Problem.Because("The column {0} is there twice. Remove one.", twice.Key)));
        foreach (var missing in needed.Except(names.Where(columns.ContainsKey).Select(n => columns[n])))
            faults.Add(new ImportFault(line.Number, missing, null, Problem.Because("The column {0} is missing.", missing)));
        return faults.Count > before ? null : [.. names.Select(n => columns[n])];
    }

    internal sealed class Row
    {
        private readonly CsvTable table;
        private readonly CsvLine line;

        public Row(CsvTable table, CsvLine line)
        {
            (this.table, this.line) = (table, line);
            if (line.Fields.Count > table.header.Length)
                Fault(null, null, Problem.Because("The row has {0} fields, the header only {1}. Put a field that contains the separator in quotation marks.", line.Fields.Count, table.header.Length));
        }

        /// <summary>Where it begins in the file, counted from 1.</summary>
        public int Number => line.Number;

        /// <summary>Without blanks around it; null for an empty cell and a column that is not there.</summary>
        public string? Cell(string column) => Array.IndexOf(table.header, column) is var i and >= 0 && i < line.Fields.Count && line.Fields[i].Trim() is { Length: > 0 } text ? text : null;

        public DateOnly? Date(string column)
        {
            if (Cell(column) is not { } text) return null;
            if (DateOnly.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
            Fault(column, text, Problem.Because("{0} is no date. Write 2026-03-01, 2026/3/1 or 2026年3月1日.", text));
            return null;
        }

        public void Fault(string? column, string? value, Problem what) => table.faults.Add(new ImportFault(Number, column, value, what));
    }
}
