using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.People.Staff;

internal sealed record SiteChoice(long Id, string Code, string Name);

internal sealed record DepartmentChoice(long Id, long SiteId, string SiteName, string Name);

internal sealed record PositionChoice(long Id, string NameZh, string NameEn)
{
    public string In(Localizer t) => t.Pick(NameZh, NameEn);
}

/// <summary>The sites, departments and positions a form offers: those the actor reaches with a permission.</summary>
internal sealed record PlacementChoices(IReadOnlyList<SiteChoice> Sites, IReadOnlyList<DepartmentChoice> Departments, IReadOnlyList<PositionChoice> Positions)
{
    public static async Task<PlacementChoices> For(string permission, Db db, Actor actor, CancellationToken ct)
    {
        var args = new { viewer = actor.PersonId, permission };
        return new PlacementChoices(
            await db.Rows<SiteChoice>(
                """
                select s.id, s.code, s.name from people_site s
                where exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = s.id)
                order by (select max(t.depth) from people_site_tree t where t.site_id = s.id), s.name
                """, args, ct),
            await db.Rows<DepartmentChoice>(
                $"""
                select d.id, d.site_id, s.name as site_name, d.name from people_department d join people_site s on s.id = d.site_id
                where {PeopleScope.Sees("d.site_id", "d.id")} order by s.name, d.name
                """, args, ct),
            await db.Rows<PositionChoice>("select id, name_zh, name_en from people_position order by code", null, ct));
    }
}

/// <summary>What the partial with the three selects needs.</summary>
internal sealed record PlacementFields(PlacementChoices Choices, long? SiteId, long? DepartmentId, long? PositionId);
