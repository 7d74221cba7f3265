using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.People.Tags;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Staff;

/// <summary>One person: facts, where they worked, what they may do; and the ways in and out.</summary>
[Requires(PeoplePermissions.View)]
internal sealed class PersonPageModel(Db db, Reach reach, IPersonDirectory directory, IAudiences audiences, IEnumerable<IPersonSection> sections, InvitePerson invite, LeavePerson leave, TagPerson tagging) : HubPage
{
    public sealed record Row(long Id, string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, DateOnly HiredOn, DateOnly? LeftOn, bool SignsIn);

    public sealed record PlacementRow(string SiteName, string? DepartmentName, string? PositionZh, string? PositionEn, DateOnly FromOn, DateOnly? ToOn);

    public sealed record GrantRow(string Role, string? SiteName, string? DepartmentName);

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public Row Person { get; private set; } = null!;
    public IReadOnlyList<PlacementRow> Placements { get; private set; } = [];
    public IReadOnlyList<GrantRow> Grants { get; private set; } = [];
    public List<PersonSection> Sections { get; } = [];
    public TagsView Tags { get; private set; } = null!;
    public bool MayEdit { get; private set; }
    public DateOnly Today { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Read(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostInvite(CancellationToken ct)
    {
        if (!await Read(ct)) return NotFound();
        if (await invite.Handle(Id, ct) is { } problem) return Refuse(problem);
        return Done($"/hr/people/{Id}", "The invitation to {0} is on its way.", Person.Name);
    }

    public async Task<IActionResult> OnPostLeave(DateOnly lastDay, CancellationToken ct)
    {
        if (!await Read(ct)) return NotFound();
        if (await leave.Handle(Id, lastDay, ct) is { } problem) return Refuse(problem);
        return Done($"/hr/people/{Id}", "The last day of {0} is recorded: {1}.", Person.Name, T.Date(lastDay));
    }

    public async Task<IActionResult> OnPostTag(string? tags, DateOnly? until, CancellationToken ct)
    {
        if (!await Read(ct)) return NotFound();
        var given = TagNames.Split(tags);
        var problem = !ModelState.IsValid ? Problem.Because("Write the last day as 2026-03-14.")
            : given.Count == 0 ? Problem.Because("Write at least one tag.")
            : await tagging.Handle(Id, new TagChange(given, until, []), ct);
        if (problem is null) return Done($"/hr/people/{Id}", "The tags of {0} are saved.", Person.Name);
        Tags = Tags with { Typed = tags, Until = until };
        return Refuse(problem);
    }

    public async Task<IActionResult> OnPostUntag(string? tag, CancellationToken ct)
    {
        if (!await Read(ct)) return NotFound();
        if (await tagging.Handle(Id, new TagChange([], null, [tag ?? ""]), ct) is { } problem) return Refuse(problem);
        return Done($"/hr/people/{Id}", "The tags of {0} are saved.", Person.Name);
    }

    private async Task<bool> Read(CancellationToken ct)
    {
        var person = await db.Row<Row>(
            $"""
            select p.id, p.name, p.latin_name, p.email, p.employee_number, p.language, p.hired_on, p.left_on, (p.password_hash is not null) as signs_in
            from people_person p where p.id = @Id and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """,
            new { Id, viewer = Me.Id, permission = PeoplePermissions.View }, ct);
        if (person is null) return false;
        Person = person;
        Today = await directory.Today(Id, ct);
        MayEdit = await reach.Person(PeoplePermissions.Edit, Id, ct);
        Placements = await db.Rows<PlacementRow>(
            """
            select s.name as site_name, d.name as department_name, o.name_zh as position_zh, o.name_en as position_en, l.from_on, l.to_on
            from people_placement l
            join people_site s on s.id = l.site_id
            left join people_department d on d.id = l.department_id
            left join people_position o on o.id = l.position_id
            where l.person_id = @Id order by l.from_on desc, l.id desc
            """,
            new { Id }, ct);
        Tags = await TagsView.Of(db, audiences, Me, Id, Today, MayEdit, ct);
        Grants = await db.Rows<GrantRow>(
            """
            select g.role, s.name as site_name, d.name as department_name
            from people_grant g
            left join people_site s on s.id = g.site_id
            left join people_department d on d.id = g.department_id
            where g.person_id = @Id order by g.role, g.id
            """,
            new { Id }, ct);
        foreach (var section in sections)
            if (await section.Of(Id, ct) is { } shown) Sections.Add(shown);
        return true;
    }
}
