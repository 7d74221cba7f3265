using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Simulation.Days;

namespace TrainingHub.Modules.Simulation;

/// <summary>Runs a plan in a folder: here, or in processes that are killed and started again until it is done.</summary>
internal sealed class RunSimulation(IHubFactory hubs, SimulationPlan plan, string contentFolder)
{
    private const int Killed = 128 + 9;

    /// <summary>Goes on where the diary of the folder stands.</summary>
    /// <param name="dieAt">See <see cref="SuddenDeath"/>.</param>
    public async Task Here(string folder, long dieAt, Action<DateOnly>? progress, CancellationToken ct)
    {
        var place = await Diary.Peek(folder, ct);
        var position = place?.Position ?? new Position(plan.Start, Part.Morning, 0);
        var content = place is null ? contentFolder : SimulatedHub.NoContent(folder);
        using var hub = await SimulatedHub.Open(hubs, folder, content, plan, Timeline.TimeOf(position.Day, position.Part), place?.Starts ?? 0, dieAt, ct);
        await new Timeline(hub, plan).Run(progress);
    }

    /// <returns>How often it was killed.</returns>
    /// <param name="every">About how many commits a process lives for.</param>
    public async Task<int> Killing(string folder, int every, Action<string>? progress, CancellationToken ct)
    {
        var (kills, stuck, last) = (0, 0, "");
        while (true)
        {
            var place = (await Diary.Peek(folder, ct))?.Position.ToString() ?? "";
            // Who dies too soon to get anywhere is given more time, so that it ends at all; the first tries have still killed it at each of its commits.
            stuck = place == last ? stuck + 1 : 0;
            last = place;
            var dieAt = (1L + plan.Below(4 * every, "process", plan.Start, $"death {kills}")) << Math.Min(stuck, 20);
            progress?.Invoke($"{place}, {kills} kills");
            using var child = Process.Start(Command(folder, dieAt)) ?? throw new SimulationException("The working process could not be started.");
            var error = child.StandardError.ReadToEndAsync(ct);
            await child.WaitForExitAsync(ct);
            if (child.ExitCode == 0) return kills;
            if (child.ExitCode != Killed) throw new SimulationException($"The working process ended by itself with {child.ExitCode} after {kills} kills: {await error}");
            kills++;
        }
    }

    private ProcessStartInfo Command(string folder, long dieAt)
    {
        var program = Environment.ProcessPath ?? throw new SimulationException("The program does not know where it lies.");
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        string[] words =
        [
            "simulate", "--people", Text(plan.People), "--months", Text(plan.Months), "--seed", plan.Seed.ToString(CultureInfo.InvariantCulture), "--start", plan.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "--keep", folder, SimulateVerb.DieAt, dieAt.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var word in words) start.ArgumentList.Add(word);
        return start;

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
