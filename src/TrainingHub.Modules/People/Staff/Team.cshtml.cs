using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Staff;

/// <summary>The people a manager answers for, by department.</summary>
[Requires(PeoplePermissions.Team)]
internal sealed class TeamModel(Db db, HubSettings settings, TimeProvider clock) : HubPage
{
    public sealed record Row(long Id, string Name, string SiteName, string? DepartmentName, string? PositionZh, string? PositionEn, DateOnly HiredOn, DateOnly? LeftOn, bool SignsIn)
    {
        public string Area => DepartmentName is null ? SiteName : $"{SiteName} · {DepartmentName}";
    }

    public IReadOnlyList<Row> People { get; private set; } = [];
    public DateOnly Today { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        Today = settings.TimeZone.DayOf(clock.GetUtcNow());
        People = await db.Rows<Row>(
            $"""
            select p.id, p.name, s.name as site_name, d.name as department_name, o.name_zh as position_zh, o.name_en as position_en, p.hired_on, p.left_on, (p.password_hash is not null) as signs_in
            from people_person p
            join people_site s on s.id = p.site_id
            left join people_department d on d.id = p.department_id
            left join people_position o on o.id = p.position_id
            where (p.left_on is null or p.left_on >= @Today) and {PeopleScope.Sees("p.site_id", "p.department_id")}
            order by s.name, coalesce(d.name, ''), p.name_sort, p.id
            """,
            new { viewer = Me.Id, permission = PeoplePermissions.Team, Today }, ct);
    }
}
