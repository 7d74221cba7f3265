using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Simulation;

/// <summary>simulate --people N --months M --seed S [--json] [--kill-every K] [--keep DIR]</summary>
internal sealed class SimulateVerb(IHubFactory hubs, HubSettings settings) : IVerb
{
    public const string DieAt = "--die-at";

    private static readonly DateOnly FirstDay = new(2024, 1, 1);
    private static readonly JsonSerializerOptions Readable = new(Json.Plain) { WriteIndented = true };

    public string Path => "simulate";

    public bool NeedsDatabase => false;

    public Command Build(string name)
    {
        var people = new Option<int>("--people") { Description = "How many work there at a time, the 15 demo accounts among them.", DefaultValueFactory = _ => 50, Validators = { r => Between(r, 1, 100_000) } };
        var months = new Option<int>("--months") { Description = "How many months are lived through.", DefaultValueFactory = _ => 6, Validators = { r => Between(r, 1, 240) } };
        var seed = new Option<long>("--seed") { Description = "Another seed makes another organisation; the same makes the same.", DefaultValueFactory = _ => 1 };
        var start = new Option<DateOnly?>("--start") { Description = "The first day; 2024-01-01 unless said otherwise.", CustomParser = VerbDate.Parse };
        var json = new Option<bool>("--json") { Description = "Prints the result as JSON." };
        var kill = new Option<int?>("--kill-every") { Description = "Kills the working process about every so many commits, starts it again, and compares with a run without kills.", Validators = { r => Between(r, 1, 1_000_000) } };
        var keep = new Option<string>("--keep") { Description = "Leaves the data in this folder, for the site and the other verbs. Where it holds a part of the same simulation, that is gone on with." };
        var reference = new Option<string>("--reference") { Description = "With --kill-every: the JSON that a run without kills printed, so that none is made for the comparison." };
        var dieAt = new Option<long>(DieAt) { Hidden = true };
        var command = new Command(name, "Lives through months of a made-up organisation on a clock of its own, with the hub's own commands and jobs, and checks what must hold.") { people, months, seed, start, json, kill, keep, reference, dieAt };
        command.SetAction(async (parsed, ct) =>
        {
            var plan = new SimulationPlan(parsed.GetValue(people), parsed.GetValue(months), parsed.GetValue(seed), parsed.GetValue(start) ?? FirstDay);
            try
            {
                if (parsed.GetResult(dieAt) is not null)
                {
                    await new RunSimulation(hubs, plan, settings.ContentFolder).Here(parsed.GetValue(keep)!, parsed.GetValue(dieAt), null, ct);
                    return ExitCodes.Done;
                }
                return await Run(plan, parsed.GetValue(keep), parsed.GetValue(kill), parsed.GetValue(reference), parsed.GetValue(json), ct);
            }
            catch (SimulationException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return e.IsDataAtFault ? ExitCodes.DataAtFault : ExitCodes.OwnFault;
            }
        });
        return command;
    }

    private async Task<int> Run(SimulationPlan plan, string? keep, int? killEvery, string? reference, bool json, CancellationToken ct)
    {
        var scratch = Directory.CreateTempSubdirectory("traininghub-simulation-").FullName;
        try
        {
            var folder = keep is null ? System.IO.Path.Combine(scratch, "data") : CallerFolder.Resolve(keep);
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && await Diary.Peek(folder, ct) is null)
            {
                await Console.Error.WriteLineAsync($"{folder} is not empty and holds no simulation. Name an empty folder, or one that is not there yet.");
                return ExitCodes.DataAtFault;
            }
            Directory.CreateDirectory(folder);
            var result = await Result(plan, folder, scratch, killEvery, reference, ct);
            if (json) Console.WriteLine(JsonSerializer.Serialize(result, Readable));
            else SimulationText.Print(result, keep is null ? null : folder);
            return result.Holds ? ExitCodes.Done : ExitCodes.DataAtFault;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task<SimulationResult> Result(SimulationPlan plan, string folder, string scratch, int? killEvery, string? reference, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var run = new RunSimulation(hubs, plan, settings.ContentFolder);
        Action<string>? progress = Console.IsErrorRedirected ? null : text => Console.Error.Write($"\r{text} …    ");
        Action<DateOnly>? days = progress is null ? null : day => { if (day.Day == 1) progress($"{day:yyyy-MM}"); };
        SimulationResult? whole = null;
        if (reference is not null)
        {
            whole = await Known(plan, reference, ct);
        }
        else if (killEvery is not null)
        {
            var unharmed = System.IO.Path.Combine(scratch, "without-kills");
            await run.Here(unharmed, 0, days, ct);
            whole = await Conclude(plan, unharmed, ct);
        }
        var kills = 0;
        if (killEvery is { } every) kills = await run.Killing(folder, every, progress, ct);
        else await run.Here(folder, 0, days, ct);
        var result = await Conclude(plan, folder, ct);
        progress?.Invoke("done");
        if (progress is not null) await Console.Error.WriteLineAsync();
        return result with { Kills = kills, SameWithoutKills = whole?.IsSameAs(result), Seconds = Math.Round(watch.Elapsed.TotalSeconds, 1) };
    }

    private static async Task<SimulationResult> Known(SimulationPlan plan, string file, CancellationToken ct)
    {
        try
        {
            var known = JsonSerializer.Deserialize<SimulationResult>(await File.ReadAllTextAsync(CallerFolder.Resolve(file), ct), Json.Plain);
            return known is not null && (known.Start, known.End, known.Seed) == (plan.Start, plan.End, plan.Seed) ? known : throw new SimulationException($"{file} is the result of another simulation.", isDataAtFault: true);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new SimulationException($"{file} can't be read as the result of a simulation: {e.Message}", isDataAtFault: true);
        }
    }

    private Task<SimulationResult> Conclude(SimulationPlan plan, string folder, CancellationToken ct) =>
        new Conclude(hubs, plan, folder).Handle(ct);

    private static void Between(OptionResult result, int least, int most)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var value) && (value < least || value > most)) result.AddError($"{text} is not possible here; give a number from {least} to {most}.");
    }
}
