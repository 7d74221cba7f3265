using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Access;

[Requires(PeoplePermissions.Self)]
internal sealed class LogoutModel(PersonSignIn signIn) : HubPage
{
    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost()
    {
        await signIn.SignOutAsync();
        return LocalRedirect("/login");
    }
}
