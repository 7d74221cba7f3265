using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Import;
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

    private static readonly Problem NoHeader = Problem.Because("The first line must name the columns, such as name,email,employee_number,site (or 姓名,邮箱,工号,门店).");
    private static readonly Problem NoRows = Problem.Because("The file has a header and no people.");

    public static PeopleFile Read(byte[] bytes)
    {
        var faults = new List<ImportFault>();
        if (CsvTable.Read(bytes, Columns, ["name"], NoHeader, NoRows, faults) is not { } table) return new PeopleFile([], faults, new HashSet<int>());
        var rows = table.Rows.Select(l => Row(l, faults)).ToList();
        FindDoubles(rows, faults);
        return new PeopleFile(rows, faults, faults.Select(f => f.Line).ToHashSet());
    }

    private static FileRow Row(CsvTable.Row line, List<ImportFault> faults)
    {
        var language = line.Cell("language") is { } said ? Language(said) : null;
        if (language is null && line.Cell("language") is { } odd) line.Fault("language", odd, Problem.Because("{0} is no language of the hub. Write zh-CN or en.", odd));
        if (line.Cell("name") is null) line.Fault("name", null, Problem.Because("The name is missing."));
        if (line.Cell("email") is null && line.Cell("employee_number") is null)
            line.Fault(null, null, Problem.Because("Give an e-mail address or an employee number; one of them is needed to sign in."));
        return new FileRow(line.Number, line.Cell("name"), line.Cell("latin_name"), line.Cell("email"), line.Cell("employee_number"), language, line.Date("hired_on"), line.Cell("site"), line.Cell("department"), line.Cell("position"),
            line.Date("left_on"), Tags(line.Number, line.Cell("tags"), faults));
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
