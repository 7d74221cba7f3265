using System.CommandLine;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>"migrate": brings the schema up to date and says what it did.</summary>
internal sealed class MigrateVerb(Migrator migrator) : IVerb
{
    public string Path => "migrate";

    public bool NeedsDatabase => false;

    public Command Build(string name)
    {
        var command = new Command(name, "Brings the database schema up to date.");
        command.SetAction(async (parsed, ct) =>
        {
            var done = await migrator.Run(ct);
            foreach (var script in done) Console.WriteLine($"applied {script}");
            Console.WriteLine(done.Count == 0 ? "The schema is up to date." : $"The schema is up to date: {done.Count} scripts applied.");
            return ExitCodes.Done;
        });
        return command;
    }
}
