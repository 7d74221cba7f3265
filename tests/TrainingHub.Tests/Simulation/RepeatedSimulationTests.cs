using System.Text.Json;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Simulation;

public sealed class RepeatedSimulationTests(OneSimulation simulation)
{
    [Fact]
    public async Task The_same_seed_makes_the_same_organisation_to_the_last_hash_and_another_makes_another()
    {
        var whole = await simulation.Result();
        using var hub = new HubProcess();
        var same = JsonSerializer.Deserialize<JsonElement>((await hub.Verb([.. OneSimulation.Plan, "--json"])).Output);
        foreach (var name in new[] { "people", "periodsByStatus", "certificates", "ledgerHead", "distinctMails", "fingerprint" }) Assert.Equal(whole.GetProperty(name).ToString(), same.GetProperty(name).ToString());
        var other = JsonSerializer.Deserialize<JsonElement>((await hub.Verb("simulate", "--people", "18", "--months", "1", "--seed", "8", "--json")).Output);
        Assert.NotEqual(whole.GetProperty("ledgerHead").ToString(), other.GetProperty("ledgerHead").ToString());
    }
}
