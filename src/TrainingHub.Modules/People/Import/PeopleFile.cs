using System.Globalization;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.People.Import;

/// <summary>One person as a file has it; null is an empty cell, which changes nothing.</summary>
internal sealed record FileRow(
    int Line, string? Name, string? LatinName, string? Email, string? EmployeeNumber, string? Language, DateOnly? HiredOn, string? Site, string? Department, string? Position, DateOnly? LeftOn, FileTags? Tags);

/// <param name="Named">All that stand in the cell; none where it says that there are none.</param>
internal sealed record FileTags(IReadOnlyList<string> Named);

/// <summary>What a people file says, before anybody asks the hub; with everything that is wrong with it by itself.</summary>
internal sealed record PeopleFile(IReadOnlyList<FileRow> Rows, IReadOnlyList<ImportFault> Faults, IReadOnlySet<int> BadLines)
{
    private static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "name", ["姓名"] = "name", ["latin_name"] = "latin_name", ["英文名"] = "latin_name", ["email"] = "email", ["邮箱"] = "email",
        ["employee_number"] = "employee_number", ["工号"] = "employee_number", ["language"] = "language", ["语言"] = "language", ["hired_on"] = "hired_on", ["入职日期"] = "hired_on",
        ["site"] = "site", ["门店"] = "site", ["department"] = "department", ["部门"] = "department", ["position"] = "position", ["岗位"] = "position",
        ["left_on"] = "left_on", ["离职日期"] = "left_on", ["tags"] = "tags", ["标签"] = "tags",
    };

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日"];

    public static PeopleFile Read(byte[] bytes)
    {
        var faults = new List<ImportFault>();
        var text = DecodedText.Of(bytes);
        if (text.Problem is { } unreadable) return new PeopleFile([], [new ImportFault(0, null, null, unreadable)], new HashSet<int>());
        var lines = CsvLines.Read(text.Value!, CsvLines.Separator(text.Value!), faults)?.Where(l => !l.IsBlank).ToList();
        if (lines is not [_, ..])
        {
            if (lines is not null) faults.Add(new ImportFault(0, null, null, Problem.Because("The file is empty.")));
            return new PeopleFile([], faults, new HashSet<int>());
        }
        var header = Header(lines[0], faults);
        if (header is null) return new PeopleFile([], faults, new HashSet<int>());
        if (lines.Count == 1 && faults.Count == 0) faults.Add(new ImportFault(0, null, null, Problem.Because("The file has a header and no people.")));
        var rows = lines.Skip(1).Select(l => Row(l, header, faults)).ToList();
        FindDoubles(rows, faults);
        return new PeopleFile(rows, faults, faults.Select(f => f.Line).ToHashSet());
    }

    private static string[]? Header(CsvLine line, List<ImportFault> faults)
    {
        var names = line.Fields.Select(f => f.Trim()).ToArray();
        if (!names.Any(Columns.ContainsKey))
        {
            faults.Add(new ImportFault(line.Number, null, null, Problem.Because("The first line must name the columns, such as name,email,employee_number,site (or 姓名,邮箱,工号,门店).")));
            return null;
        }
        var before = faults.Count;
        foreach (var name in names.Where(n => !Columns.ContainsKey(n)))
            faults.Add(new ImportFault(line.Number, name, name, Problem.Because("\"{0}\" is no column. The columns are {1}.", name, string.Join(", ", Columns.Values.Distinct()))));
        foreach (var twice in names.Where(Columns.ContainsKey).GroupBy(n => Columns[n]).Where(g => g.Count() > 1))
            faults.Add(new ImportFault(line.Number, twice.Last(), twice.Last(), Problem.Because("The column {0} is there twice. Remove one.", twice.Key)));
        if (!names.Where(Columns.ContainsKey).Select(n => Columns[n]).Contains("name"))
            faults.Add(new ImportFault(line.Number, "name", null, Problem.Because("The column {0} is missing.", "name")));
        return faults.Count > before ? null : names.Select(n => Columns[n]).ToArray();
    }

    private static FileRow Row(CsvLine line, string[] header, List<ImportFault> faults)
    {
        if (line.Fields.Count > header.Length)
            faults.Add(new ImportFault(line.Number, null, null, Problem.Because("The row has {0} fields, the header only {1}. Put a field that contains the separator in quotation marks.", line.Fields.Count, header.Length)));
        string? Cell(string column) => Array.IndexOf(header, column) is var i and >= 0 && i < line.Fields.Count && line.Fields[i].Trim() is { Length: > 0 } text ? text : null;
        DateOnly? Date(string column)
        {
            if (Cell(column) is not { } text) return null;
            if (DateOnly.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
            faults.Add(new ImportFault(line.Number, column, text, Problem.Because("{0} is no date. Write 2026-03-01, 2026/3/1 or 2026年3月1日.", text)));
            return null;
        }
        var language = Cell("language") is { } said ? Language(said) : null;
        if (language is null && Cell("language") is { } odd) faults.Add(new ImportFault(line.Number, "language", odd, Problem.Because("{0} is no language of the hub. Write zh-CN or en.", odd)));
        if (Cell("name") is null) faults.Add(new ImportFault(line.Number, "name", null, Problem.Because("The name is missing.")));
        if (Cell("email") is null && Cell("employee_number") is null)
            faults.Add(new ImportFault(line.Number, null, null, Problem.Because("Give an e-mail address or an employee number; one of them is needed to sign in.")));
        return new FileRow(line.Number, Cell("name"), Cell("latin_name"), Cell("email"), Cell("employee_number"), language, Date("hired_on"), Cell("site"), Cell("department"), Cell("position"), Date("left_on"), Tags(line.Number, Cell("tags"), faults));
    }

    /// <summary>A hyphen says "none", because an empty cell changes nothing.</summary>
    private static FileTags? Tags(int line, string? cell, List<ImportFault> faults)
    {
        if (cell is null) return null;
        var named = cell is "-" or "无" ? [] : TagNames.Split(cell);
        foreach (var wrong in named.Select(TagNames.Fault).OfType<Problem>()) faults.Add(new ImportFault(line, "tags", cell, wrong));
        return new FileTags(named);
    }

    private static string? Language(string text) => text switch
    {
        "中文" or "汉语" or "简体中文" => Languages.Chinese,
        "英语" or "英文" => Languages.English,
        _ => Languages.Nearest(text),
    };

    private static void FindDoubles(List<FileRow> rows, List<ImportFault> faults)
    {
        foreach (var (column, value) in new (string, Func<FileRow, string?>)[] { ("employee_number", r => r.EmployeeNumber), ("email", r => r.Email) })
            foreach (var group in rows.Where(r => value(r) is not null).GroupBy(r => SignInName.Normalize(value(r)!)).Where(g => g.Count() > 1))
                faults.AddRange(group.Skip(1).Select(r => new ImportFault(r.Line, column, value(r), Problem.Because("{0} stands in line {1} already. Each person has one row.", value(r)!, group.First().Line))));
    }
}
