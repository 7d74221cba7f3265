using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Import;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>One certification as a file has it.</summary>
/// <param name="ProofFile">The proof itself, where the file brings it along.</param>
internal sealed record CarriedLine(int Line, string EmployeeNumber, string Program, DateOnly CompletedOn, DateOnly? ExpiresOn, DateOnly? AnchorOn, string? Issuer, string? Number, string? Proof, PackedProof? ProofFile);

/// <summary>What a file of opening balances says, before anybody asks the hub; with everything that is wrong with it by itself.</summary>
internal sealed record CarriedFile(IReadOnlyList<CarriedLine> Lines, IReadOnlyList<ImportFault> Faults)
{
    public const string ColumnNames = "employee_number, program, completed_on, expires_on, anchor_on, issuer, number, proof";

    private const int MostLetters = 200;

    private static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["employee_number"] = "employee_number", ["工号"] = "employee_number", ["program"] = "program", ["认证"] = "program", ["completed_on"] = "completed_on", ["完成日期"] = "completed_on",
        ["expires_on"] = "expires_on", ["有效期至"] = "expires_on", ["anchor_on"] = "anchor_on", ["基准日"] = "anchor_on", ["issuer"] = "issuer", ["发证单位"] = "issuer",
        ["number"] = "number", ["证书编号"] = "number", ["proof"] = "proof", ["证明"] = "proof",
    };

    public static CarriedFile Read(byte[] bytes)
    {
        var faults = new List<ImportFault>();
        var (bundle, problem) = ProofBundle.Open(bytes);
        if (bundle is null) return new CarriedFile([], [new ImportFault(0, null, null, problem!)]);
        var table = CsvTable.Read(bundle.Csv, Columns, ["employee_number", "program", "completed_on"],
            Problem.Because("The first line must name the columns, such as employee_number,program,completed_on (or 工号,认证,完成日期)."), Problem.Because("The file has a header and no certifications."), faults);
        if (table is null) return new CarriedFile([], faults);
        var lines = table.Rows.Select(r => Line(r, bundle)).OfType<CarriedLine>().ToList();
        foreach (var twice in lines.GroupBy(l => (l.EmployeeNumber.ToUpperInvariant(), l.Program)).Where(g => g.Count() > 1))
            faults.AddRange(twice.Skip(1).Select(l => new ImportFault(l.Line, null, null, Problem.Because("Person and programme stand in line {0} already. Give only the last certification.", twice.First().Line))));
        var bad = faults.Select(f => f.Line).ToHashSet();
        return new CarriedFile([.. lines.Where(l => !bad.Contains(l.Line))], faults);
    }

    private static CarriedLine? Line(CsvTable.Row row, ProofBundle bundle)
    {
        string? Needed(string column)
        {
            if (row.Cell(column) is { } text) return text;
            row.Fault(column, null, Problem.Because("The cell is empty. Each line needs employee number, programme and day of completion."));
            return null;
        }
        foreach (var column in (string[])["issuer", "number", "proof"])
            if (row.Cell(column) is { Length: > MostLetters } text) row.Fault(column, text[..20] + "…", Problem.Because("The text has {0} characters; {1} is the most.", text.Length, MostLetters));
        var (person, program, completed) = (Needed("employee_number"), Needed("program"), Needed("completed_on") is null ? null : row.Date("completed_on"));
        var (expires, anchor, proof) = (row.Date("expires_on"), row.Date("anchor_on"), row.Cell("proof"));
        var (file, wrong) = bundle.Find(proof);
        if (wrong is not null) row.Fault("proof", proof, wrong);
        return person is null || program is null || completed is null ? null
            : new CarriedLine(row.Number, person, program.ToLowerInvariant(), completed.Value, expires, anchor, row.Cell("issuer"), row.Cell("number"), proof, file);
    }
}
