using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.People.Staff;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Places;

/// <summary>Who holds which role where; granting and revoking.</summary>
[Requires(PeoplePermissions.Roles)]
internal sealed class RolesPageModel(Db db, Registry registry, Reach reach, GrantRole grantRole, RevokeRole revokeRole, HubSettings settings) : HubPage
{
    public sealed record GrantRow(long Id, long PersonId, string Name, string Role, string? SiteName, string? DepartmentName, DateTimeOffset GrantedAt);

    /// <summary>Whose sign-in name the form offers, when one comes from a person's page.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Person { get; set; }

    public string? Who { get; private set; }
    public string? Role { get; private set; }
    public string? Where { get; private set; }
    public bool WholeHub { get; private set; }
    public PlacementChoices Choices { get; private set; } = null!;
    public IReadOnlyList<GrantRow> Grants { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    public IEnumerable<Permission> PermissionsOf(string role) => registry.Permissions.Where(p => p.Roles.Contains(role));

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        if (Person is not null && await reach.Person(PeoplePermissions.Roles, Person.Value, ct))
            Who = await db.Scalar<string>("select coalesce(employee_number, email) from people_person where id = @Person", new { Person }, ct);
    }

    public async Task<IActionResult> OnPostGrant(string? who, string? role, string? where, CancellationToken ct)
    {
        (Who, Role, Where) = (who, role, where);
        await Read(ct);
        var name = SignInName.Normalize(who ?? "");
        var personId = await db.Scalar<long?>("select id from people_person where normalized_email = @name or normalized_number = @name order by id limit 1", new { name }, ct);
        if (personId is null || !await reach.Person(PeoplePermissions.Roles, personId.Value, ct)) return Refuse(Problem.Because("Nobody here has the e-mail address or employee number {0}.", who ?? ""));
        var (site, department) = (where ?? "").Split(':') switch
        {
            ["site", var id] => (Number(id), null),
            ["department", var id] => (null, Number(id)),
            _ => ((long?)null, (long?)null),
        };
        if (await grantRole.Handle(personId.Value, role ?? "", site, department, ct) is { } problem) return Refuse(problem);
        return Done("/admin/roles", "The role is granted.");
    }

    public async Task<IActionResult> OnPostRevoke(long grantId, CancellationToken ct)
    {
        if (await revokeRole.Handle(grantId, ct) is not { } problem) return Done("/admin/roles", "The role is revoked.");
        await Read(ct);
        return Refuse(problem);
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private async Task Read(CancellationToken ct)
    {
        WholeHub = await reach.WholeHub(PeoplePermissions.Roles, ct);
        Choices = await PlacementChoices.For(PeoplePermissions.Roles, db, Me, ct);
        Grants = await db.Rows<GrantRow>(
            $"""
            select g.id, g.person_id, p.name, g.role, coalesce(s.name, ds.name) as site_name, d.name as department_name, g.granted_at
            from people_grant g
            join people_person p on p.id = g.person_id
            left join people_site s on s.id = g.site_id
            left join people_department d on d.id = g.department_id
            left join people_site ds on ds.id = d.site_id
            where {PeopleScope.Sees("p.site_id", "p.department_id")}
            order by g.role, p.name_sort, g.id
            """,
            new { viewer = Me.Id, permission = PeoplePermissions.Roles }, ct);
    }
}
