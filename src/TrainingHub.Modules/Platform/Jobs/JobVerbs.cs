using System.CommandLine;
using System.Globalization;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Platform.Jobs;

internal sealed class ListJobsVerb(Db db, Registry registry, HubSettings settings) : IVerb
{
    private sealed record Row(string Id, bool Paused, DateTimeOffset? NextFire);

    public string Path => "jobs list";

    public Command Build(string name)
    {
        var command = new Command(name, "Lists the recurring jobs: name, state, next run, what it does.");
        command.SetAction(async (_, ct) =>
        {
            var rows = (await db.Rows<Row>("select id, paused, next_fire from platform_job", null, ct)).ToDictionary(r => r.Id);
            var width = registry.Jobs.Max(j => j.Id.Length);
            foreach (var job in registry.Jobs)
            {
                var row = rows.GetValueOrDefault(job.Id);
                var next = row is null or { Paused: true } or { NextFire: null } ? "paused" : TimeZoneInfo.ConvertTime(row.NextFire.Value, settings.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
                Console.WriteLine($"{job.Id.PadRight(width)}  {next,-16}  {job.Description}");
            }
            return ExitCodes.Done;
        });
        return command;
    }
}

internal sealed class RunJobVerb(JobRunner runner, Registry registry) : IVerb
{
    public string Path => "jobs run";

    public Command Build(string name)
    {
        var job = new Argument<string>("name") { Description = "The job's name, as \"jobs list\" shows it." };
        var command = new Command(name, "Runs one job now and says what it counted.") { job };
        command.SetAction(async (parsed, ct) =>
        {
            var id = parsed.GetValue(job)!;
            if (!registry.Jobs.Exists(j => j.Id == id))
            {
                await Console.Error.WriteLineAsync($"There is no job {id}. The jobs are: {string.Join(", ", registry.Jobs.Select(j => j.Id))}.");
                return ExitCodes.Usage;
            }
            var result = await runner.Run(id, "verb", ct);
            foreach (var (what, count) in result.Counts) Console.WriteLine($"{what}: {count}");
            switch (result.Outcome)
            {
                case "ok":
                    Console.WriteLine($"{id}: done");
                    return ExitCodes.Done;
                case "busy":
                    await Console.Error.WriteLineAsync($"{id} is running already; try again when it has ended.");
                    return ExitCodes.DataAtFault;
                default:
                    await Console.Error.WriteLineAsync($"{id}: {result.Outcome}. {result.Error}");
                    return ExitCodes.OwnFault;
            }
        });
        return command;
    }
}
