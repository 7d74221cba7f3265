using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Demo;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Access;

[AllowAnonymous]
internal sealed class LoginModel(SignInPerson signIn, SignInLimit limit, HubSettings settings) : HubPage
{
    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty]
    public bool Stay { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public IReadOnlyList<DemoAccount> DemoAccounts => settings.SeedDemo ? DemoPeople.Accounts : [];

    // Only to a place of our own: an address in a link must not lead people elsewhere with their trust.
    private string Next => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/";

    public IActionResult OnGet() => Me.PersonId is null ? Page() : LocalRedirect(Next);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!limit.Allows(HttpContext)) return Refuse(SignInLimit.TooMany);
        if (await signIn.Handle(Name ?? "", Password ?? "", Stay, ct) is { } problem) return Refuse(problem);
        return LocalRedirect(Next);
    }
}
