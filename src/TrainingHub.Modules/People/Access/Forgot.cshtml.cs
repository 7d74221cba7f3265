using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Access;

/// <summary>Asks for a reset link. The answer is the same whether or not the address belongs to somebody.</summary>
[AllowAnonymous]
internal sealed class ForgotModel(AskForReset ask, SignInLimit limit) : HubPage
{
    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(string? email, CancellationToken ct)
    {
        if (!limit.Allows(HttpContext)) return Refuse(SignInLimit.TooMany);
        await ask.Handle(email ?? "", ct);
        return LocalRedirect("/forgot?sent=true");
    }
}
