using System.Text.Json;
using Microsoft.Data.Sqlite;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Simulation;

/// <summary>One simulation that was lived through, for all that only look at it.</summary>
public sealed class OneSimulation : IAsyncLifetime
{
    internal HubProcess Hub { get; } = new();

    internal JsonElement Result { get; private set; }

    internal string Kept => Path.Combine(Hub.Folder, "kept");

    internal static string[] Plan => ["simulate", "--people", "18", "--months", "2", "--seed", "7"];

    public async ValueTask InitializeAsync()
    {
        var run = await Hub.Verb([.. Plan, "--json", "--keep", "kept"]);
        Assert.True(run.Code == 0, run.Output + run.Error);
        Result = JsonSerializer.Deserialize<JsonElement>(run.Output);
    }

    public ValueTask DisposeAsync()
    {
        Hub.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class SimulationTests(OneSimulation simulation) : IClassFixture<OneSimulation>
{
    private static string Text(JsonElement result, string name) => result.GetProperty(name).ToString();

    [Fact]
    public void Two_months_bring_hires_passes_renewals_mails_and_certificates_and_break_no_invariant()
    {
        var result = simulation.Result;
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
    public async Task The_same_seed_makes_the_same_organisation_to_the_last_hash_and_another_makes_another()
    {
        using var hub = new HubProcess();
        var same = JsonSerializer.Deserialize<JsonElement>((await hub.Verb([.. OneSimulation.Plan, "--json"])).Output);
        foreach (var name in new[] { "people", "periodsByStatus", "certificates", "ledgerHead", "distinctMails", "fingerprint" }) Assert.Equal(Text(simulation.Result, name), Text(same, name));
        var other = JsonSerializer.Deserialize<JsonElement>((await hub.Verb("simulate", "--people", "18", "--months", "1", "--seed", "8", "--json")).Output);
        Assert.NotEqual(Text(simulation.Result, "ledgerHead"), Text(other, "ledgerHead"));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(100)]
    public async Task A_process_killed_again_and_again_ends_with_the_same_organisation(int every)
    {
        await File.WriteAllTextAsync(Path.Combine(simulation.Hub.Folder, "whole.json"), simulation.Result.GetRawText());
        var run = await simulation.Hub.Verb([.. OneSimulation.Plan, "--kill-every", $"{every}", "--reference", "whole.json", "--json"]);
        Assert.True(run.Code == 0, run.Output + run.Error);
        var result = JsonSerializer.Deserialize<JsonElement>(run.Output);
        Assert.True(result.GetProperty("kills").GetInt32() > 20, "Hardly anything was killed.");
        Assert.True(result.GetProperty("sameWithoutKills").GetBoolean());
        Assert.Equal(Text(simulation.Result, "ledgerHead"), Text(result, "ledgerHead"));
    }

    [Fact]
    public async Task The_ledger_of_a_kept_folder_can_be_verified_and_its_records_exported()
    {
        var verified = await simulation.Hub.Verb([$"DataFolder={simulation.Kept}"], ["ledger", "verify"]);
        Assert.True(verified.Code == 0, verified.Error);
        Assert.Contains(Text(simulation.Result, "ledgerHead"), verified.Output, StringComparison.Ordinal);
        var exported = await simulation.Hub.Verb([$"DataFolder={simulation.Kept}"], ["records", "export", "--format", "csv", "--out", "records.csv", "--as-of", "2024-02-29", "--status", "history"]);
        Assert.True(exported.Code == 0, exported.Error);
        var periods = simulation.Result.GetProperty("periodsByStatus").EnumerateObject().Sum(p => p.Value.GetInt32());
        Assert.Equal(periods + 1, (await File.ReadAllLinesAsync(Path.Combine(simulation.Hub.Folder, "records.csv"))).Length);
    }

    /// <summary>What each check must find, and what breaks it. What would stand in another's way is broken in another life.</summary>
    private static readonly (int Life, string Invariant, string Sql)[] Breaks =
    [
        (1, "Every chain of periods", "delete from certification_evidence where deed_id = (select max(e.deed_id) from certification_evidence e join certification_deed a on a.id = e.deed_id where a.kind = 'quiz')"),
        (1, "Every chain of periods", "update quizzes_attempt set passed = 0 where id = (select substr(reference, 9) from v_certification_evidence where kind = 'quiz' and period_id in (select id from certification_period where completed_on is not null) limit 1)"),
        (2, "Every chain of periods", "drop index certification_period_certified; update certification_period set ended_on = null, end_reason = null where end_reason = 'renewed'"),
        (3, "Nobody counts as certified past expiry", "drop view v_certification_period; create view v_certification_period as select d.id, d.requirement_id, d.person_id, d.program_id, d.number, d.renews_id, d.assigned_on, d.due_on, d.recorded_at, d.completed_on, d.valid_from, date(d.expires_on, '+2 year') as expires_on, d.window_opens_on, d.grace_ends_on, d.completed_recorded_at, d.ended_on, d.end_reason, d.ended_recorded_at, y.grace_is_compliant from certification_period d join certification_policy y on y.id = d.policy_id; update certification_period set expires_on = '2024-01-20', grace_ends_on = '2024-01-25' where id = (select max(id) from certification_period where completed_on is not null and ended_on is null)"),
        (1, "The ledger of certificates holds", "update certificates_ledger set at = '2024-01-01T00:00:00.000000Z' where sequence = 5"),
        (1, "Every certified period has exactly one certificate", "update certificates_certificate set ended_at = null, end_kind = null where end_kind = 'superseded'"),
        (1, "No notice goes out twice", "delete from notifications_item where notice_id = (select max(notice_id) from notifications_item)"),
        (1, "The status as of each reported day", "update certification_period set completed_recorded_at = '2024-03-05T00:00:00.000000Z' where id = (select min(id) from certification_period where completed_on is not null)"),
        (1, "Each mail that was sent is one file", "update notifications_notice set message_id = 'another@simulation.example' where id = (select max(id) from notifications_notice where state = 'sent')"),
    ];

    /// <summary>Each check is broken once, to see that it bites.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_broken_is_found(int life)
    {
        using var copy = new HubProcess();
        var folder = Path.Combine(copy.Folder, "kept");
        foreach (var file in Directory.EnumerateFiles(simulation.Kept, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(simulation.Kept, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "traininghub.db")};Pooling=false"))
        {
            await connection.OpenAsync();
            foreach (var (_, invariant, sql) in Breaks.Where(b => b.Life == life))
            {
                await using var command = connection.CreateCommand();
                command.CommandText = sql;
                Assert.True(await command.ExecuteNonQueryAsync() > 0, $"The test changed nothing: {invariant}");
            }
        }
        var run = await copy.Verb([.. OneSimulation.Plan, "--json", "--keep", "kept"]);
        Assert.True(run.Code == 1, run.Output + run.Error);
        var broken = JsonSerializer.Deserialize<JsonElement>(run.Output).GetProperty("invariants").EnumerateArray().Where(i => !i.GetProperty("holds").GetBoolean()).ToList();
        foreach (var kind in Breaks.Where(b => b.Life == life).GroupBy(b => b.Invariant))
            Assert.True(broken.Exists(i => i.GetProperty("name").GetString()!.StartsWith(kind.Key, StringComparison.Ordinal) && i.GetProperty("broken").GetArrayLength() >= kind.Count()), $"Not found: {kind.Key}\n{run.Output}");
    }

    [Fact]
    public async Task The_check_of_all_chains_finds_nothing_in_a_simulated_organisation()
    {
        var run = await simulation.Hub.Verb([$"DataFolder={simulation.Kept}"], ["periods", "check", "--json"]);
        Assert.True(run.Code == 0, run.Output + run.Error);
        var report = JsonSerializer.Deserialize<JsonElement>(run.Output);
        Assert.Equal((0, 0), (report.GetProperty("found").GetInt32(), report.GetProperty("problems").GetArrayLength()));
        Assert.Equal(simulation.Result.GetProperty("periodsByStatus").EnumerateObject().Sum(p => p.Value.GetInt32()), report.GetProperty("periods").GetInt32());
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
