using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People;

/// <summary>Writes what each role may do into the database at every start, for the scope view; the modules' declarations are the source.</summary>
internal sealed class SyncRolePermissions(Db db, Registry registry) : IStartStep
{
    private sealed record Pair(string Role, string Permission);

    public async Task Run(CancellationToken ct)
    {
        var wanted = registry.Permissions.SelectMany(p => p.Roles.Select(r => new Pair(r, p.Key))).ToHashSet();
        var present = (await db.Rows<Pair>("select role, permission from people_role_permission", null, ct)).ToHashSet();
        if (wanted.SetEquals(present)) return;
        await using var tx = await db.Begin(ct);
        foreach (var gone in present.Except(wanted))
            await db.Execute("delete from people_role_permission where role = @Role and permission = @Permission", gone, ct);
        foreach (var added in wanted.Except(present))
            await db.Execute("insert into people_role_permission(role, permission) values (@Role, @Permission) on conflict (role, permission) do nothing", added, ct);
        await tx.Commit(ct);
    }
}

/// <summary>There is always one site at the top, so that everybody is placed somewhere.</summary>
internal sealed class EnsureTopSite(Db db, HubSettings settings, TimeProvider clock) : IStartStep
{
    public async Task Run(CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await db.Scalar<long>("select count(*) from people_site", null, ct) == 0)
        {
            var id = await db.Insert("insert into people_site(code, parent_id, name, time_zone, created_at) values ('HUB', null, @HubName, null, @now) returning id", new { settings.HubName, now = clock.GetUtcNow() }, ct);
            await db.Execute("insert into people_site_tree(ancestor_id, site_id, depth) values (@id, @id, 0)", new { id }, ct);
        }
        await tx.Commit(ct);
    }
}
