using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

public sealed class MigrationTests
{
    private static Task<IReadOnlyList<string>> Migrate(TestHub hub) => hub.Services.GetRequiredService<Migrator>().Run(default);

    [Theory, BothDatabases]
    public async Task Migrating_again_does_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        Assert.Empty(await Migrate(hub));
        Assert.True(await hub.Scalar<long>("select count(*) from platform_migration") >= 7);
    }

    [Theory, BothDatabases]
    public async Task A_database_newer_than_the_program_is_refused_with_place_and_remedy(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Execute("insert into platform_migration(module, number, name, hash, applied_at) values ('courses', 9999, '9999_future.sql', 'x', @now)", new { now = hub.Clock.GetUtcNow() });
        var refused = await Assert.ThrowsAsync<SchemaException>(() => Migrate(hub));
        Assert.Contains("courses migration 9999", refused.Message, StringComparison.Ordinal);
        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task A_script_changed_after_it_was_applied_is_refused(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Execute("update platform_migration set hash = 'other' where module = 'people'");
        var refused = await Assert.ThrowsAsync<SchemaException>(() => Migrate(hub));
        Assert.Contains("people/0001_people.sql", refused.Message, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Four_starts_at_once_apply_each_script_once(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        // Back to an empty journal of one module whose tables nothing refers to, then four at once.
        foreach (var view in new[] { "v_certificate", "v_ledger_head", "v_certificate_waiting", "v_ledger_entry" }) await hub.Execute($"drop view {view}");
        foreach (var table in new[] { "certificates_ledger_head", "certificates_ledger", "certificates_pending", "certificates_serial", "certificates_certificate" }) await hub.Execute($"drop table {table}");
        await hub.Execute("delete from platform_migration where module = 'certificates'");
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Migrate(hub))));
        Assert.Equal(["certificates/0001_certificates.sql", "certificates/0002_ledger_head_view.sql", "certificates/0003_waiting_and_entries.sql"], applied.SelectMany(a => a).Order(StringComparer.Ordinal));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certificates_ledger_head"));
    }
}
