using System.CommandLine;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Certificates;

/// <summary>certificates export --out DIR [--program P] [--since DATE]</summary>
internal sealed class CertificatesExportVerb(Db db, ICertificatePapers papers, HubSettings settings) : IVerb
{
    private sealed record Row(string Number, string Program, string? EmployeeNumber, string Name, DateOnly ValidFrom, DateOnly? ExpiresOn, DateTimeOffset IssuedAt, string? EndKind);

    public string Path => "certificates export";

    public Command Build(string name)
    {
        var output = new Option<string>("--out") { Required = true, Description = "The folder to write to; made where it is missing." };
        var program = new Option<string>("--program") { Description = "A programme's slug." };
        var since = new Option<DateOnly?>("--since") { Description = "Issued on this day or later, as 2026-12-31.", CustomParser = VerbDate.Parse };
        var command = new Command(name, "Writes the PDFs of all certificates that were not erased, with an index.csv.") { output, program, since };
        command.SetAction(async (parsed, ct) => await Run(CallerFolder.Resolve(parsed.GetValue(output)!), parsed.GetValue(program), parsed.GetValue(since), ct));
        return command;
    }

    private async Task<int> Run(string folder, string? program, DateOnly? since, CancellationToken ct)
    {
        if (program is not null && await db.Scalar<long>("select count(*) from v_certification_program where slug = @program", new { program }, ct) == 0)
        {
            await Console.Error.WriteLineAsync($"There is no programme {program}.");
            return ExitCodes.DataAtFault;
        }
        Directory.CreateDirectory(folder);
        var (count, failed) = (0, 0);
        await using var index = new StreamWriter(System.IO.Path.Combine(folder, "index.csv"), append: false, new System.Text.UTF8Encoding(true)) { NewLine = "\r\n" };
        await index.WriteLineAsync("file,number,programme,employee number,name,valid from,valid until,issued on,ended");
        var rows = db.Stream<Row>(
            """
            select c.number, c.program, p.employee_number, p.name, c.valid_from, c.expires_on, c.issued_at, c.end_kind
            from certificates_certificate c join v_people_person p on p.id = c.person_id
            where c.data is not null and (@program = '' or c.program = @program) and c.issued_at >= @since
            order by c.id
            """,
            new { program = program ?? "", since = since is { } day ? settings.TimeZone.StartOfDay(day) : DateTimeOffset.UnixEpoch }, ct);
        await foreach (var row in rows)
        {
            var paper = await papers.Pdf(row.Number, ct);
            if (paper.Value is not { } pdf)
            {
                await Console.Error.WriteLineAsync(paper.Problem!.ToString());
                failed++;
                continue;
            }
            var file = CertificateFile.Name(row.Program, row.Number);
            await File.WriteAllBytesAsync(System.IO.Path.Combine(folder, file), pdf, ct);
            var issuedOn = settings.TimeZone.DayOf(row.IssuedAt);
            await index.WriteLineAsync(Csv.Line([file, row.Number, row.Program, row.EmployeeNumber, row.Name, row.ValidFrom, row.ExpiresOn, issuedOn, row.EndKind]));
            if (++count % 100 == 0 && !Console.IsErrorRedirected) await Console.Error.WriteAsync($"\r{count} certificates …");
        }
        Console.WriteLine($"{count} certificates written to {folder}");
        return failed == 0 ? ExitCodes.Done : ExitCodes.DataAtFault;
    }
}
