using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People;

/// <summary>Grants a role for the whole hub, or for a site or department with all below it. Signed-in sessions see it within a minute.</summary>
internal sealed class GrantRole(Db db, Audit audit, Actor actor, Entropy entropy, TimeProvider clock)
{
    public async Task<Problem?> Handle(long personId, string role, long? siteId, long? departmentId, CancellationToken ct)
    {
        if (role == Roles.Learner || !Roles.All.Contains(role)) return Problem.Because("The role {0} can't be granted.", role);
        await using var tx = await db.Begin(ct);
        var known = await db.Scalar<long>(
            "select count(*) from people_grant where person_id = @personId and role = @role and coalesce(site_id, 0) = coalesce(@siteId, 0) and coalesce(department_id, 0) = coalesce(@departmentId, 0)",
            new { personId, role, siteId, departmentId }, ct);
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
}
