using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Staff;

/// <summary>One person's slip; see <see cref="SlipsModel"/> for why its post does not redirect.</summary>
[Requires(PeoplePermissions.Edit)]
internal sealed class SlipPageModel(Reach reach, IPersonDirectory directory, PrintSlips print, HubSettings settings) : HubPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public string PersonName { get; private set; } = "";

    public PrintedSlip? Printed { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Find(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Find(ct)) return NotFound();
        var slips = await print.Handle([Id], ct);
        if (slips.Count == 0) return Refuse(Problem.Because("No slip was made: the person has left, or holds a role. For people who hold a role only an administrator can print slips."));
        Printed = SlipsModel.Render(slips, settings, Request, T)[0];
        return Page();
    }

    private async Task<bool> Find(CancellationToken ct)
    {
        if (!await reach.Person(PeoplePermissions.Edit, Id, ct) || await directory.Find(Id, ct) is not { } person) return false;
        PersonName = person.Name;
        return true;
    }
}
