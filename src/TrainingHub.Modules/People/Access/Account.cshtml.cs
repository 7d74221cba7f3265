using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Access;

[Requires(PeoplePermissions.Self)]
internal sealed class AccountModel(Db db, ChooseLanguage chooseLanguage, ChangePassword changePassword, UserManager<Person> people, PersonSignIn signIn, IEnumerable<IAccountSection> sections) : HubPage
{
    public sealed record Row(string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, DateOnly HiredOn, string SiteName, string? DepartmentName, string? PositionZh, string? PositionEn);

    public Row Person { get; private set; } = null!;

    public List<PersonSection> Sections { get; } = [];

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnPostLanguage(string chosen, CancellationToken ct)
    {
        await Read(ct);
        if (await chooseLanguage.Handle(Me.Id, chosen, ct) is { } problem) return Refuse(problem);
        ActorMiddleware.Remember(HttpContext, chosen);
        await Renew();
        return Done("/account", "Saved.");
    }

    public async Task<IActionResult> OnPostPassword(string? current, string? fresh, string? again, CancellationToken ct)
    {
        await Read(ct);
        if (await changePassword.Handle(Me.Id, current ?? "", fresh ?? "", again ?? "", ct) is { } problem) return Refuse(problem);
        await Renew();
        return Done("/account", "Your password is changed. Other devices that were signed in must sign in again.");
    }

    /// <summary>What the cookie says has changed; this device stays signed in.</summary>
    private async Task Renew() => await signIn.RefreshSignInAsync((await people.FindByIdAsync($"{Me.Id}"))!);

    private async Task Read(CancellationToken ct)
    {
        Person = (await db.Row<Row>(
            "select name, latin_name, email, employee_number, language, hired_on, site_name, department_name, position_zh, position_en from v_people_person where id = @Id",
            new { Me.Id }, ct))!;
        foreach (var section in sections) Sections.Add(await section.Of(Me.Id, ct));
    }
}
