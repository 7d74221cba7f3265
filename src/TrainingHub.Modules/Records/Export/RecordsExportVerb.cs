using System.CommandLine;
using System.Globalization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Records.Export;

/// <summary>records export --format csv|xlsx|json --out FILE [--as-of DATE [--corrected]] [--site S] [--program P] [--status S]</summary>
internal sealed class RecordsExportVerb(RecordQuery records, Localizer texts) : IVerb
{
    public string Path => "records export";

    public Command Build(string name)
    {
        var format = new Option<string>("--format") { Required = true, Description = "csv, xlsx or json" }.AcceptOnlyFromAmong("csv", "xlsx", "json");
        var output = new Option<string>("--out") { Required = true, Description = "The file to write; replaced only when the export is complete." };
        var asOf = new Option<DateOnly?>("--as-of") { Description = "The day whose status is asked, as 2026-12-31; today if absent.", CustomParser = VerbDate.Parse };
        var corrected = new Option<bool>("--corrected") { Description = "With --as-of: what is now known of that day, not what was recorded by its end." };
        var site = new Option<string>("--site") { Description = "A site's code, with all sites below it." };
        var program = new Option<string>("--program") { Description = "A programme's slug." };
        var status = new Option<string>("--status") { Description = $"One of {string.Join(", ", RecordStatus.All)}, or history for all of them." }.AcceptOnlyFromAmong([.. RecordStatus.All, RecordFilter.History]);
        var command = new Command(name, "Writes certification records to a file: those that are current, unless --status says otherwise.") { format, output, asOf, corrected, site, program, status };
        command.Validators.Add(result =>
        {
            if (result.GetValue(corrected) && result.GetValue(asOf) is null) result.AddError("--corrected says how a past day is seen; it needs --as-of.");
        });
        command.SetAction(async (parsed, ct) => await Run(parsed.GetValue(format)!, parsed.GetValue(output)!,
            new RecordFilter(Site: parsed.GetValue(site), Program: parsed.GetValue(program), Status: parsed.GetValue(status), AsOf: parsed.GetValue(asOf), Corrected: parsed.GetValue(corrected)), ct));
        return command;
    }

    private async Task<int> Run(string format, string output, RecordFilter filter, CancellationToken ct)
    {
        if (await records.Unknown(filter, ct) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem.ToString());
            return ExitCodes.DataAtFault;
        }
        var path = CallerFolder.Resolve(output);
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
        {
            await Console.Error.WriteLineAsync($"--out {output}: the folder {System.IO.Path.GetDirectoryName(path)} does not exist; create it first.");
            return ExitCodes.DataAtFault;
        }
        var count = 0L;
        // Written aside and renamed: an export that was cut short never passes for a whole one.
        var draft = path + ".part";
        await using (var file = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, useAsync: true))
        {
            var rows = Counted(records.Stream(filter, null, ct), () => Progress(++count));
            await (format switch { "csv" => CsvExport.Write(file, rows, texts, ct), "xlsx" => XlsxExport.Write(file, rows, texts, ct), _ => JsonExport.Write(file, rows, ct) });
        }
        File.Move(draft, path, overwrite: true);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} records written to {path}"));
        return ExitCodes.Done;
    }

    private static async IAsyncEnumerable<RecordRow> Counted(IAsyncEnumerable<RecordRow> rows, Action each)
    {
        await foreach (var row in rows)
        {
            each();
            yield return row;
        }
    }

    private static void Progress(long count)
    {
        if (count % 10_000 == 0 && !Console.IsErrorRedirected) Console.Error.Write($"\r{count} records …");
    }
}
