using System.CommandLine;
using System.Globalization;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>"backup FILE": also while the site runs, and before an update, since it leaves the schema as it is.</summary>
internal sealed class BackupVerb(MakeBackup backup) : IVerb
{
    public string Path => "backup";

    public bool NeedsDatabase => false;

    public Command Build(string name)
    {
        var file = new Argument<string>("file") { Description = "The file to write; it must not exist yet." };
        var command = new Command(name, "Writes the database, the media and the keys into one file, also while the site runs. The file holds personal data and keys: keep it as safe as the hub.") { file };
        command.SetAction(async (parsed, ct) =>
        {
            var made = await backup.Handle(CallerFolder.Resolve(parsed.GetValue(file)!), ct);
            if (made.Value is not { } done)
            {
                await Console.Error.WriteLineAsync(made.Problem!.ToString());
                return ExitCodes.DataAtFault;
            }
            if (done.MissingBlobs > 0) await Console.Error.WriteLineAsync($"{done.MissingBlobs} stored files that the database names were lost before this backup; its manifest lists them.");
            Console.WriteLine($"{done.Path}: {done.Files} files, {(done.Size / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture)} MB. It holds personal data and keys: keep it as safe as the hub.");
            return ExitCodes.Done;
        });
        return command;
    }
}
