using System.CommandLine;
using System.Globalization;
using TrainingHub.Modules.Platform.Import;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.People.Import;

/// <summary>people import FILE.csv [--dry-run] [--full] [--allow-deactivate N%] [--skip-bad]</summary>
internal sealed class ImportPeopleVerb(ImportPeople import, Localizer texts) : IVerb
{
    public string Path => "people import";

    public Command Build(string name)
    {
        var file = new Argument<string>("FILE") { Description = "A CSV file with the columns name, latin_name, email, employee_number, language, hired_on, site, department, position, left_on, tags." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and do nothing." };
        var full = new Option<bool>("--full") { Description = "The file names everybody: whoever is absent from it leaves today." };
        var allow = new Option<string>("--allow-deactivate") { Description = "With --full: how many may leave by one file, in percent of those employed.", DefaultValueFactory = _ => "10%" };
        allow.Validators.Add(r =>
        {
            if (Percent(r.GetValueOrDefault<string>()) is null) r.AddError("--allow-deactivate takes a whole number of percent from 0 to 100, as 10%.");
        });
        var skipBad = new Option<bool>("--skip-bad") { Description = "Import the good rows although others are wrong." };
        var command = new Command(name, "Imports people, where they work and as what; all or nothing. The same file again changes nothing.") { file, dryRun, full, allow, skipBad };
        command.SetAction(async (parsed, ct) =>
        {
            if (await CallerFolder.Read(parsed.GetRequiredValue(file), ct) is not { } bytes) return ExitCodes.DataAtFault;
            var options = new ImportOptions(parsed.GetValue(full), Percent(parsed.GetValue(allow))!.Value, parsed.GetValue(skipBad));
            return await Run(bytes, options, parsed.GetValue(dryRun), ct);
        });
        return command;
    }

    private async Task<int> Run(byte[] bytes, ImportOptions options, bool dryRun, CancellationToken ct)
    {
        if (dryRun)
        {
            var plan = await import.Plan(bytes, options, ct);
            await Report(plan.Faults);
            Console.WriteLine($"Would add {plan.New}, change {plan.Changed}, leave {plan.Unchanged} as they are, let {plan.Leaving.Count} go. Nothing was done.");
            return plan.Faults.Count > 0 ? ExitCodes.DataAtFault : ExitCodes.Done;
        }
        var result = await import.Handle(bytes, options, ct);
        await Report(result.Faults);
        Console.WriteLine(result.Applied
            ? $"Added {result.New}, changed {result.Changed}, left {result.Unchanged} as they are, let {result.Left} go."
            : $"Nothing was imported: {result.Faults.Count} faults. Mend the file, or import its good rows with --skip-bad.");
        return result.Faults.Count > 0 ? ExitCodes.DataAtFault : ExitCodes.Done;
    }

    private async Task Report(IReadOnlyList<ImportFault> faults)
    {
        var english = texts.For(Languages.English);
        foreach (var fault in faults) await Console.Error.WriteLineAsync(fault.In(english));
    }

    private static int? Percent(string? text) =>
        int.TryParse(text?.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100 ? percent : null;
}
