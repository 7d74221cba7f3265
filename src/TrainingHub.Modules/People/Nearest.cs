using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People;

internal sealed class Nearest(Db db) : INearest
{
    private sealed record Row(long PersonId, long HolderId, long Distance);

    public async Task<ILookup<long, long>> With(string permission, IReadOnlyCollection<long> people, DateOnly today, CancellationToken ct)
    {
        // A department is nearer than any site, and any site nearer than the hub.
        var rows = await db.Rows<Row>(
            $"""
            select p.id as person_id, g.person_id as holder_id, case when g.department_id is not null then td.depth when g.site_id is not null then 1000 + ts.depth else 1000000 end as distance
            from people_person p
            join people_grant g on g.person_id <> p.id
            join people_role_permission rp on rp.role = g.role and rp.permission = @permission
            join people_person h on h.id = g.person_id and (h.left_on is null or h.left_on >= @today)
            left join people_department_tree td on td.ancestor_id = g.department_id and td.department_id = p.department_id
            left join people_site_tree ts on ts.ancestor_id = g.site_id and ts.site_id = p.site_id
            where {db.Dialect.Among("p.id", "ids")} and (g.department_id is null or td.depth is not null) and (g.department_id is not null or g.site_id is null or ts.depth is not null)
            """, new { ids = GivenRows.Of(people), permission, today }, ct);
        return rows.GroupBy(r => r.PersonId).SelectMany(g => g.Where(r => r.Distance == g.Min(x => x.Distance))).Distinct().ToLookup(r => r.PersonId, r => r.HolderId);
    }
}
