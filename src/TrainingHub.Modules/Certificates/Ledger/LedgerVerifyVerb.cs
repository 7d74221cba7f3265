using System.CommandLine;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Certificates.Ledger;

/// <summary>ledger verify [--until DATE]</summary>
internal sealed class LedgerVerifyVerb(VerifyLedger verify, HubSettings settings) : IVerb
{
    public string Path => "ledger verify";

    public Command Build(string name)
    {
        var until = new Option<DateOnly?>("--until")
        {
            Description = "Only entries up to the end of this day in the hub's time zone, as 2026-12-31.",
            CustomParser = VerbDate.Parse,
        };
        var command = new Command(name, "Computes the ledger of certificates anew. Exit 1 and the first broken entry where it does not hold.") { until };
        command.SetAction(async (parsed, ct) => await Run(parsed.GetValue(until), ct));
        return command;
    }

    private async Task<int> Run(DateOnly? until, CancellationToken ct)
    {
        DateTimeOffset? before = until is { } day ? settings.TimeZone.StartOfDay(day.AddDays(1)) : null;
        Action<long>? progress = Console.IsErrorRedirected ? null : sequence =>
        {
            if (sequence % 5_000 == 0) Console.Error.Write($"\r{sequence} entries …");
        };
        var found = await verify.Run(before, progress, ct);
        if (found.Broken is { } broken)
        {
            await Console.Error.WriteLineAsync(broken.ToString());
            return ExitCodes.DataAtFault;
        }
        Console.WriteLine($"{found.Entries} entries hold. Last hash: {found.LastHash}");
        return ExitCodes.Done;
    }
}
