using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Places;

/// <param name="ParentId">The department above it, of the same site; null at the top.</param>
internal sealed record NewDepartment(string Code, string Name, long SiteId, long? ParentId);

/// <summary>Adds a department to a site, and its rows in the tree.</summary>
internal sealed class AddDepartment(Db db, Reach reach, Audit audit)
{
    public async Task<Outcome<long>> Handle(NewDepartment department, CancellationToken ct)
    {
        if (PlaceCode.Check(department.Code) is { } wrong) return wrong;
        if (string.IsNullOrWhiteSpace(department.Name)) return Problem.Because("Give it a name.");
        await using var tx = await db.Begin(ct);
        if (!await reach.Place(PeoplePermissions.Sites, department.SiteId, null, ct)) return Problem.NotFound("There is no such site.");
        if (department.ParentId is not null && await db.Scalar<long>("select count(*) from people_department where id = @ParentId and site_id = @SiteId", new { department.ParentId, department.SiteId }, ct) == 0)
            return Problem.Because("The department above must belong to the same site.");
        var id = await db.Scalar<long?>(
            "insert into people_department(site_id, parent_id, code, name) values (@SiteId, @ParentId, @Code, @Name) on conflict (site_id, code) do nothing returning id",
            new { department.SiteId, department.ParentId, department.Code, department.Name }, ct);
        if (id is null) return Problem.Conflict("The code {0} is taken. Choose another.", department.Code);
        await db.Execute(
            """
            insert into people_department_tree(ancestor_id, department_id, depth)
            select t.ancestor_id, @id, t.depth + 1 from people_department_tree t where t.department_id = @ParentId
            union all select @id, @id, 0
            """,
            new { id, department.ParentId }, ct);
        await audit.Write("people.department-added", $"department:{id}", new { department.Code }, ct);
        await tx.Commit(ct);
        return id.Value;
    }
}
