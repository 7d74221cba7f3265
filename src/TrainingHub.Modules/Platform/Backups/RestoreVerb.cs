using System.CommandLine;
using System.Globalization;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>"restore FILE": into an empty data folder and database only.</summary>
internal sealed class RestoreVerb(RestoreBackup restore, HubSettings settings) : IVerb
{
    public string Path => "restore";

    public bool NeedsDatabase => false;

    public Command Build(string name)
    {
        var file = new Argument<string>("file") { Description = "A file that \"backup\" wrote." };
        var move = new Option<bool>("--move") { Description = "The hub was stopped before the backup was made and has not run since: sign-ins, one-time links and waiting work stay as they are." };
        var command = new Command(name, "Puts a backup back into an empty data folder and database. Waiting work is held until an administrator releases it.") { file, move };
        command.SetAction(async (parsed, ct) =>
        {
            var outcome = await restore.Handle(CallerFolder.Resolve(parsed.GetValue(file)!), parsed.GetValue(move), ct);
            if (outcome.Value is not { } restored)
            {
                await Console.Error.WriteLineAsync(outcome.Problem!.ToString());
                return ExitCodes.DataAtFault;
            }
            var madeAt = TimeZoneInfo.ConvertTime(restored.Manifest.MadeAt, settings.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            Console.WriteLine($"The hub of {madeAt} ({settings.TimeZone.Id}) is restored: {restored.Manifest.Files.Count} files.");
            if (restored.Migrated > 0) Console.WriteLine($"Its schema was brought up to date: {restored.Migrated} scripts.");
            if (restored.Manifest.MissingBlobs.Count > 0) Console.WriteLine($"{restored.Manifest.MissingBlobs.Count} stored files were lost before the backup was made and are missing here too.");
            if (!parsed.GetValue(move)) Console.WriteLine($"Work held: {restored.Held}. Release or discard it at /admin/work. Everybody signs in again; one-time links are void; roles and API tokens are those of that time: check them.");
            return ExitCodes.Done;
        });
        return command;
    }
}
