using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People;

/// <summary>How far the actor reaches with a permission; asked by every command about other people. Jobs, verbs and the start reach everything.</summary>
internal sealed class Reach(Db db, Actor actor)
{
    public bool IsHub => actor.PersonId is null && actor.Kind != "visitor";

    public async Task<bool> Person(string permission, long personId, CancellationToken ct) =>
        IsHub ? await db.Scalar<long>("select count(*) from people_person where id = @personId", new { personId }, ct) > 0
        : actor.Can(permission) && await db.Scalar<long>(
            $"select count(*) from people_person p where p.id = @personId and {PeopleScope.Sees("p.site_id", "p.department_id")}",
            new { personId, viewer = actor.PersonId, permission }, ct) > 0;

    /// <param name="departmentId">Null: the site as a whole.</param>
    public async Task<bool> Place(string permission, long siteId, long? departmentId, CancellationToken ct) =>
        IsHub || (actor.Can(permission) && await db.Scalar<long>(
            "select count(*) from v_people_scope where viewer_id = @viewer and permission = @permission and site_id = @siteId and (department_id is null or department_id = @departmentId)",
            new { viewer = actor.PersonId, permission, siteId, departmentId }, ct) > 0);

    public async Task<bool> WholeHub(string permission, CancellationToken ct) =>
        IsHub || (actor.Can(permission) && await db.Scalar<long>(
            """
            select count(*) from people_grant g join people_role_permission rp on rp.role = g.role
            where g.person_id = @viewer and rp.permission = @permission and g.site_id is null and g.department_id is null
            """,
            new { viewer = actor.PersonId, permission }, ct) > 0);

    /// <summary>
    /// Whether the actor may hand out a way into this person's account, or change the address it is mailed to.
    /// Who holds a role can do more than HR: taking over such an account takes the right to grant roles.
    /// </summary>
    public async Task<bool> Account(long personId, CancellationToken ct) =>
        await db.Scalar<long>("select count(*) from people_grant where person_id = @personId", new { personId }, ct) == 0
            ? await Person(PeoplePermissions.Edit, personId, ct)
            : personId == actor.PersonId || await Person(PeoplePermissions.Roles, personId, ct);
}
