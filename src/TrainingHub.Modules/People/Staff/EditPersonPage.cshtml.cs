using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Staff;

[Requires(PeoplePermissions.Edit)]
internal sealed class EditPersonPageModel(Reach reach, IPersonDirectory directory, EditPerson edit) : HubPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(Name = "")]
    public FactFields Facts { get; set; } = new();

    public string PersonName { get; private set; } = "";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Find(ct) is not { } person) return NotFound();
        Facts = new FactFields { Name = person.Name, LatinName = person.LatinName, Email = person.Email, EmployeeNumber = person.EmployeeNumber, Language = person.Language, HiredOn = person.HiredOn };
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Find(ct) is null) return NotFound();
        if (await edit.Handle(Id, Facts.ToFacts(), ct) is { } problem) return Refuse(problem);
        return Done($"/hr/people/{Id}", "{0} is saved.", Facts.ToFacts().Name);
    }

    private async Task<PersonCard?> Find(CancellationToken ct)
    {
        if (!await reach.Person(PeoplePermissions.Edit, Id, ct)) return null;
        var person = await directory.Find(Id, ct);
        PersonName = person?.Name ?? "";
        return person;
    }
}
