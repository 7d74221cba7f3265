using System.Text.Json;
using Microsoft.Data.Sqlite;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Simulation;

/// <summary>What the invariants must find.</summary>
public sealed class BrokenSimulationTests(OneSimulation simulation)
{
    /// <summary>What each check must find, and what breaks it. What would stand in another's way is broken in another life.</summary>
    private static readonly (int Life, string Invariant, string Sql)[] Breaks =
    [
        (1, "Every chain of periods", "delete from certification_evidence where deed_id = (select max(e.deed_id) from certification_evidence e join certification_deed a on a.id = e.deed_id where a.kind = 'quiz')"),
        (1, "Every chain of periods", "update quizzes_attempt set passed = 0 where id = (select substr(reference, 9) from v_certification_evidence where kind = 'quiz' and period_id in (select id from certification_period where completed_on is not null) limit 1)"),
        (2, "Every chain of periods", "drop index certification_period_certified; update certification_period set ended_on = null, end_reason = null where end_reason = 'renewed'"),
        (3, "Nobody counts as certified past expiry", "drop view v_certification_period; create view v_certification_period as select d.id, d.requirement_id, d.person_id, d.program_id, d.number, d.renews_id, d.assigned_on, d.due_on, d.recorded_at, d.completed_on, d.valid_from, date(d.expires_on, '+2 year') as expires_on, d.window_opens_on, d.grace_ends_on, d.completed_recorded_at, d.ended_on, d.end_reason, d.ended_recorded_at, y.grace_is_compliant, d.policy_id, y.time_zone from certification_period d join certification_policy y on y.id = d.policy_id; update certification_period set expires_on = '2024-01-20', grace_ends_on = '2024-01-25' where id = (select max(id) from certification_period where completed_on is not null and ended_on is null)"),
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
        await simulation.Result();
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
}
