using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Access;

/// <summary>
/// The first sign-in: by the link of a mail or a slip, or by the code typed from a slip. Looking uses nothing up, so that a mail
/// scanner that follows links does no harm; choosing the password does.
/// </summary>
[AllowAnonymous]
internal sealed class ActivateModel(UseActivation use, SignInLimit limit, UserManager<Person> people) : HubPage
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public OpenActivation? Activation { get; private set; }

    /// <summary>For the browser's password store.</summary>
    public string? UserName { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Token is null) return Page();
        return limit.Allows(HttpContext) ? await Find(ct) ?? Page() : Refuse(SignInLimit.TooMany);
    }

    /// <summary>The typed code: shows the form for the password, which carries the code along until it is used.</summary>
    public async Task<IActionResult> OnPost(CancellationToken ct) => limit.Allows(HttpContext) ? await Find(ct) ?? Page() : Refuse(SignInLimit.TooMany);

    public async Task<IActionResult> OnPostPassword(string? password, string? again, CancellationToken ct)
    {
        if (!limit.Allows(HttpContext)) return Refuse(SignInLimit.TooMany);
        if (await Find(ct) is { } refused) return refused;
        if (await use.Handle(Activation!, password ?? "", again ?? "", ct) is { } problem) return Refuse(problem);
        return Done("/", "Your password is set and you are signed in.");
    }

    private async Task<IActionResult?> Find(CancellationToken ct)
    {
        var found = Token is null ? await use.ByCode(Name ?? "", Code ?? "", ct) : await use.ByToken(Token, ct);
        if (found.Problem is { } problem)
        {
            var page = Refuse(problem);
            // The status page of a missing address would hide the form and the reason.
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return page;
        }
        Activation = found.Value;
        UserName = await people.GetUserNameAsync((await people.FindByIdAsync($"{Activation!.PersonId}"))!);
        return null;
    }
}
