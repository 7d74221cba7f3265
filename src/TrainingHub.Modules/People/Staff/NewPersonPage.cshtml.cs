using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Staff;

[Requires(PeoplePermissions.Edit)]
internal sealed class NewPersonPageModel(Db db, HirePerson hire, InvitePerson invite, HubSettings settings, TimeProvider clock) : HubPage
{
    [BindProperty(Name = "")] public FactFields Facts { get; set; } = new();
    [BindProperty] public long SiteId { get; set; }
    [BindProperty] public long? DepartmentId { get; set; }
    [BindProperty] public long? PositionId { get; set; }
    [BindProperty] public bool Invite { get; set; }

    public PlacementChoices Choices { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        Choices = await PlacementChoices.For(PeoplePermissions.Edit, db, Me, ct);
        Facts.HiredOn = settings.TimeZone.DayOf(clock.GetUtcNow());
        Facts.Language = settings.DefaultLanguage;
        Invite = true;
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Choices = await PlacementChoices.For(PeoplePermissions.Edit, db, Me, ct);
        var f = Facts.ToFacts();
        var hired = await hire.Handle(new NewPerson(f.Name, f.LatinName, f.Email, f.EmployeeNumber, f.Language, f.HiredOn, SiteId, DepartmentId, PositionId), ct);
        if (hired.Problem is { } problem) return Refuse(problem);
        if (Invite && f.Email is not null && await invite.Handle(hired.Value, ct) is null)
            return Done($"/hr/people/{hired.Value}", "{0} is added, and the invitation is on its way.", f.Name);
        return Done($"/hr/people/{hired.Value}", "{0} is added. Print a slip so that they can sign in.", f.Name);
    }
}
