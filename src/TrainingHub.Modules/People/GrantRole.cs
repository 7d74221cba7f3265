using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People;

/// <summary>Grants a role for the whole hub, or for a site or department with all below it. Signed-in sessions see it within a minute.</summary>
internal sealed class GrantRole(Db db, Audit audit, Actor actor, Reach reach, Entropy entropy, TimeProvider clock)
{
    public async Task<Problem?> Handle(long personId, string role, long? siteId, long? departmentId, CancellationToken ct)
    {
        if (role == Roles.Learner || !Roles.All.Contains(role)) return Problem.Because("The role {0} can't be granted.", role);
        await using var tx = await db.Begin(ct);
        // The row lock makes two grants of one person take turns, so that none is written twice.
        await db.Scalar<long?>($"select id from people_person where id = @personId {db.Dialect.ForUpdate}", new { personId }, ct);
        if (!await reach.Person(PeoplePermissions.Roles, personId, ct)) return Problem.NotFound("There is no such person.");
        if (!await Reaches(siteId, departmentId, ct)) return Problem.NotFound("You can grant roles only for what your own role covers.");
        var known = await db.Scalar<long>(
            "select count(*) from people_grant where person_id = @personId and role = @role and coalesce(site_id, 0) = coalesce(@siteId, 0) and coalesce(department_id, 0) = coalesce(@departmentId, 0)",
            new { personId, role, siteId = siteId ?? 0, departmentId = departmentId ?? 0 }, ct);
        if (known == 0)
        {
            await db.Execute("insert into people_grant(person_id, role, site_id, department_id, granted_by, granted_at) values (@personId, @role, @siteId, @departmentId, @By, @At)",
                new { personId, role, siteId, departmentId, By = actor.PersonId, At = clock.GetUtcNow() }, ct);
            await db.Execute("update people_person set security_stamp = @stamp where id = @personId", new { personId, stamp = entropy.Uuid() }, ct);
            await audit.Write("people.role-granted", $"person:{personId}", new { role, siteId, departmentId }, ct);
        }
        await tx.Commit(ct);
        return null;
    }

    private async Task<bool> Reaches(long? siteId, long? departmentId, CancellationToken ct)
    {
        if (departmentId is null) return siteId is null ? await reach.WholeHub(PeoplePermissions.Roles, ct) : await reach.Place(PeoplePermissions.Roles, siteId.Value, null, ct);
        var site = await db.Scalar<long?>("select site_id from people_department where id = @departmentId", new { departmentId }, ct);
        return site is not null && (siteId is null || siteId == site) && await reach.Place(PeoplePermissions.Roles, site.Value, departmentId, ct);
    }
}

/// <summary>Takes a granted role back.</summary>
internal sealed class RevokeRole(Db db, Audit audit, Reach reach, Entropy entropy)
{
    private sealed record Grant(long PersonId, string Role, long? SiteId, long? DepartmentId);

    public async Task<Problem?> Handle(long grantId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var grant = await db.Row<Grant>("select person_id, role, site_id, department_id from people_grant where id = @grantId", new { grantId }, ct);
        if (grant is null || !await reach.Person(PeoplePermissions.Roles, grant.PersonId, ct)) return Problem.NotFound("There is no such role to revoke; perhaps it was revoked already.");
        var inReach = (grant.SiteId, grant.DepartmentId) switch
        {
            (null, null) => await reach.WholeHub(PeoplePermissions.Roles, ct),
            ({ } site, var department) => await reach.Place(PeoplePermissions.Roles, site, department, ct),
            (null, { } department) => await reach.Place(PeoplePermissions.Roles, await db.Scalar<long>("select site_id from people_department where id = @department", new { department }, ct), department, ct),
        };
        if (!inReach) return Problem.NotFound("There is no such role to revoke; perhaps it was revoked already.");
        if (grant is { Role: Roles.Admin, SiteId: null, DepartmentId: null } && await LastAdministrator.Is(db, grant.PersonId, ct)) return LastAdministrator.Stays;
        await db.Execute("delete from people_grant where id = @grantId", new { grantId }, ct);
        await db.Execute("update people_person set security_stamp = @stamp where id = @PersonId", new { grant.PersonId, stamp = entropy.Uuid() }, ct);
        await audit.Write("people.role-revoked", $"person:{grant.PersonId}", new { grant.Role, grant.SiteId, grant.DepartmentId }, ct);
        await tx.Commit(ct);
        return null;
    }
}

/// <summary>A hub that nobody can administer can't be mended from inside.</summary>
internal static class LastAdministrator
{
    public static readonly Problem Stays = Problem.Because("This is the only administrator of the whole hub. Make somebody else administrator first.");

    /// <summary>Locks all grants of administration, so that two administrators can't remove each other at once.</summary>
    public static async Task<bool> Is(Db db, long personId, CancellationToken ct)
    {
        var holders = await db.Rows<long>(
            $"""
            select g.person_id from people_grant g join people_person p on p.id = g.person_id
            where g.role = @Admin and g.site_id is null and g.department_id is null and p.left_on is null order by g.id {db.Dialect.ForUpdate}
            """,
            new { Roles.Admin }, ct);
        return holders.Contains(personId) && holders.All(h => h == personId);
    }
}
