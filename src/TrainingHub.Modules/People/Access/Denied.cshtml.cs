using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Access;

/// <summary>Where a signed-in person lands who lacks the permission for a page.</summary>
[AllowAnonymous]
internal sealed class DeniedModel : HubPage
{
    public void OnGet() => Response.StatusCode = StatusCodes.Status403Forbidden;
}
