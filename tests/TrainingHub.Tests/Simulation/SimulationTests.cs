using System.Text.Json;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Simulation;

public sealed class SimulationTests(OneSimulation simulation) : IAsyncLifetime
{
    private JsonElement whole;

    public async ValueTask InitializeAsync() => whole = await simulation.Result();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Two_months_bring_hires_passes_renewals_mails_and_certificates_and_break_no_invariant()
    {
        var result = whole;
        Assert.True(result.GetProperty("people").GetInt64() >= 18);
        Assert.InRange(result.GetProperty("employed").GetInt64(), 18, 22);
        Assert.True(result.GetProperty("attempts").GetInt64() > result.GetProperty("certificates").GetInt64(), "Nobody failed.");
        Assert.True(result.GetProperty("certificates").GetInt64() > 20);
        Assert.True(result.GetProperty("ledgerEntries").GetInt64() >= 2 * result.GetProperty("certificates").GetInt64());
        Assert.True(result.GetProperty("distinctMails").GetInt64() > 20);
        Assert.Contains("certified", result.GetProperty("periodsByStatus").EnumerateObject().Select(p => p.Name));
        var invariants = result.GetProperty("invariants").EnumerateArray().ToList();
        Assert.True(invariants.Count >= 10);
        Assert.All(invariants, i => Assert.True(i.GetProperty("holds").GetBoolean() && i.GetProperty("checked").GetInt64() > 0, i.ToString()));
    }

    [Fact]
    public async Task The_ledger_of_a_kept_folder_can_be_verified_and_its_records_exported()
    {
        var verified = await simulation.Hub.Verb([$"DataFolder={simulation.Kept}"], ["ledger", "verify"]);
        Assert.True(verified.Code == 0, verified.Error);
        Assert.Contains(whole.GetProperty("ledgerHead").ToString(), verified.Output, StringComparison.Ordinal);
        var exported = await simulation.Hub.Verb([$"DataFolder={simulation.Kept}"], ["records", "export", "--format", "csv", "--out", "records.csv", "--as-of", "2024-02-29", "--status", "history"]);
        Assert.True(exported.Code == 0, exported.Error);
        var periods = whole.GetProperty("periodsByStatus").EnumerateObject().Sum(p => p.Value.GetInt32());
        Assert.Equal(periods + 1, (await File.ReadAllLinesAsync(Path.Combine(simulation.Hub.Folder, "records.csv"))).Length);
    }

    [Fact]
    public async Task The_check_of_all_chains_finds_nothing_in_a_simulated_organisation()
    {
        var run = await simulation.Hub.Verb([$"DataFolder={simulation.Kept}"], ["periods", "check", "--json"]);
        Assert.True(run.Code == 0, run.Output + run.Error);
        var report = JsonSerializer.Deserialize<JsonElement>(run.Output);
        Assert.Equal((0, 0), (report.GetProperty("found").GetInt32(), report.GetProperty("problems").GetArrayLength()));
        Assert.Equal(whole.GetProperty("periodsByStatus").EnumerateObject().Sum(p => p.Value.GetInt32()), report.GetProperty("periods").GetInt32());
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone_and_wrong_numbers_are_refused()
    {
        using var hub = new HubProcess();
        Directory.CreateDirectory(Path.Combine(hub.Folder, "full"));
        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "full", "mine.txt"), "mine");
        var refused = await hub.Verb("simulate", "--people", "1", "--months", "1", "--keep", "full");
        Assert.Equal(1, refused.Code);
        Assert.Contains("is not empty", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine.txt", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(Path.Combine(hub.Folder, "full")))));
        Assert.Equal(2, (await hub.Verb("simulate", "--people", "0", "--months", "1")).Code);
        Assert.Equal(2, (await hub.Verb("simulate", "--months", "many")).Code);
        var other = await simulation.Hub.Verb("simulate", "--people", "18", "--months", "3", "--seed", "7", "--keep", "kept");
        Assert.Equal(1, other.Code);
        Assert.Contains("holds another simulation", other.Error, StringComparison.Ordinal);
    }
}
