using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Import;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>periods import FILE.csv [--dry-run] [--skip-bad] [--json]</summary>
internal sealed class ImportCarriedVerb(ImportCarried import, Localizer texts) : IVerb
{
    /// <param name="Said">The whole of it, as people read it.</param>
    private sealed record FaultLine(int Line, string? Column, string? Value, string Reason, [property: JsonIgnore] string Said);

    private sealed record Report(bool DryRun, bool Applied, int Carried, int Unchanged, IReadOnlyList<FaultLine> Faults);

    public string Path => "periods import";

    public Command Build(string name)
    {
        var file = new Argument<string>("FILE") { Description = $"A CSV file with the columns {CarriedFile.ColumnNames}; or a zip archive of one with the files that proof names." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and do nothing." };
        var skipBad = new Option<bool>("--skip-bad") { Description = "Carry over the good lines although others are wrong." };
        var json = new Option<bool>("--json") { Description = "One line of JSON." };
        var command = new Command(name, "Carries over certifications that people hold already; all or nothing. The same file again changes nothing.") { file, dryRun, skipBad, json };
        command.SetAction(async (parsed, ct) =>
        {
            if (await CallerFolder.Read(parsed.GetRequiredValue(file), ct) is not { } bytes) return ExitCodes.DataAtFault;
            var report = await Run(bytes, parsed.GetValue(dryRun), parsed.GetValue(skipBad), ct);
            await Say(report, parsed.GetValue(json));
            return report.Faults.Count > 0 ? ExitCodes.DataAtFault : ExitCodes.Done;
        });
        return command;
    }

    private async Task<Report> Run(byte[] bytes, bool dryRun, bool skipBad, CancellationToken ct)
    {
        var english = texts.For(Languages.English);
        List<FaultLine> Lines(IEnumerable<ImportFault> faults) => [.. faults.Select(f => new FaultLine(f.Line, f.Column, f.Value, english[f.What], f.In(english)))];
        if (dryRun)
        {
            var plan = await import.Plan(bytes, skipBad, ct);
            return new Report(true, false, plan.New, plan.Unchanged, Lines(plan.Faults));
        }
        var result = await import.Handle(bytes, skipBad, ct);
        return new Report(false, result.Applied, result.Carried, result.Unchanged, Lines(result.Faults));
    }

    private static async Task Say(Report report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, Json.Plain));
            return;
        }
        foreach (var fault in report.Faults) await Console.Error.WriteLineAsync(fault.Said);
        Console.WriteLine((report.DryRun, report.Applied) switch
        {
            (true, _) => $"Would carry over {report.Carried} and leave {report.Unchanged} as they are. Nothing was done.",
            (_, true) => $"Carried over {report.Carried}, left {report.Unchanged} as they are.",
            _ => $"Nothing was carried over: {report.Faults.Count} faults. Mend the file, or import its good lines with --skip-bad.",
        });
    }
}
