using System.Text.Json;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Simulation;

/// <summary>Killed about every 25 commits. A class for each, since both take minutes and classes run side by side.</summary>
public sealed class OftenKilledSimulationTests(OneSimulation simulation)
{
    [Fact]
    public Task A_process_killed_every_few_commits_ends_with_the_same_organisation() => KilledSimulation.EndsTheSame(simulation, every: 25);
}

/// <summary>Killed about every 100 commits: it comes further each time.</summary>
public sealed class KilledSimulationTests(OneSimulation simulation)
{
    [Fact]
    public Task A_process_killed_again_and_again_ends_with_the_same_organisation() => KilledSimulation.EndsTheSame(simulation, every: 100);
}

internal static class KilledSimulation
{
    public static async Task EndsTheSame(OneSimulation simulation, int every)
    {
        var whole = await simulation.Result();
        var run = await simulation.Hub.Verb([.. OneSimulation.Plan, "--kill-every", $"{every}", "--reference", "whole.json", "--json"]);
        Assert.True(run.Code == 0, run.Output + run.Error);
        var result = JsonSerializer.Deserialize<JsonElement>(run.Output);
        Assert.True(result.GetProperty("kills").GetInt32() > 20, "Hardly anything was killed.");
        Assert.True(result.GetProperty("sameWithoutKills").GetBoolean());
        Assert.Equal(whole.GetProperty("ledgerHead").ToString(), result.GetProperty("ledgerHead").ToString());
    }
}
