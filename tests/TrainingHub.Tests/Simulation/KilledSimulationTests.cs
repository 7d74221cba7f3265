using System.Text.Json;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Simulation;

/// <summary>Killed about every 25 commits, for a month: a hundred processes. Beside <see cref="KilledSimulationTests"/>, since classes run side by side and both take minutes.</summary>
public sealed class OftenKilledSimulationTests
{
    [Fact]
    public async Task A_process_killed_every_few_commits_ends_with_the_same_organisation()
    {
        using var hub = new HubProcess();
        await KilledSimulationTests.EndsTheSame(hub, "simulate", "--people", "18", "--months", "1", "--seed", "7", "--kill-every", "25", "--json");
    }
}

/// <summary>Killed about every 100 commits, for two months: it comes further each time.</summary>
public sealed class KilledSimulationTests(OneSimulation simulation)
{
    [Fact]
    public async Task A_process_killed_again_and_again_ends_with_the_same_organisation()
    {
        var whole = await simulation.Result();
        var result = await EndsTheSame(simulation.Hub, [.. OneSimulation.Plan, "--kill-every", "100", "--reference", "whole.json", "--json"]);
        Assert.Equal(whole.GetProperty("ledgerHead").ToString(), result.GetProperty("ledgerHead").ToString());
    }

    internal static async Task<JsonElement> EndsTheSame(HubProcess hub, params string[] words)
    {
        var run = await hub.Verb(words);
        Assert.True(run.Code == 0, run.Output + run.Error);
        var result = JsonSerializer.Deserialize<JsonElement>(run.Output);
        Assert.True(result.GetProperty("kills").GetInt32() > 20, "Hardly anything was killed.");
        Assert.True(result.GetProperty("sameWithoutKills").GetBoolean());
        return result;
    }
}
