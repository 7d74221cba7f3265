using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Staff;

/// <summary>Moves somebody, or takes somebody on again who had left.</summary>
[Requires(PeoplePermissions.Edit)]
internal sealed class PlacementPageModel(Db db, Reach reach, IPersonDirectory directory, MovePerson move, RehirePerson rehire) : HubPage
{
    [BindProperty(SupportsGet = true)] public long Id { get; set; }
    [BindProperty] public long SiteId { get; set; }
    [BindProperty] public long? DepartmentId { get; set; }
    [BindProperty] public long? PositionId { get; set; }
    [BindProperty] public DateOnly From { get; set; }

    public string PersonName { get; private set; } = "";
    public bool HasLeft { get; private set; }
    public PlacementChoices Choices { get; private set; } = null!;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!await Find(ct)) return NotFound();
        From = await directory.Today(Id, ct);
        var now = (await db.Row<Placement>("select site_id, department_id, position_id from people_person where id = @Id", new { Id }, ct))!;
        (SiteId, DepartmentId, PositionId) = (now.SiteId, now.DepartmentId, now.PositionId);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Find(ct)) return NotFound();
        var to = new Placement(SiteId, DepartmentId, PositionId);
        if ((HasLeft ? await rehire.Handle(Id, to, From, ct) : await move.Handle(Id, to, From, ct)) is { } problem) return Refuse(problem);
        // Somebody moved out of one's own scope is no longer to be seen.
        var url = await reach.Person(PeoplePermissions.View, Id, ct) ? $"/hr/people/{Id}" : "/hr/people";
        return HasLeft ? Done(url, "{0} is hired again.", PersonName) : Done(url, "{0} is moved.", PersonName);
    }

    private async Task<bool> Find(CancellationToken ct)
    {
        if (!await reach.Person(PeoplePermissions.Edit, Id, ct) || await directory.Find(Id, ct) is not { } person) return false;
        (PersonName, HasLeft) = (person.Name, person.LeftOn is not null);
        Choices = await PlacementChoices.For(PeoplePermissions.Edit, db, Me, ct);
        return true;
    }
}
