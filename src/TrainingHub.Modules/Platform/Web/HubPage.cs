using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Platform.Web;

/// <summary>What every page shares: the reader's texts, who acts, and how a form ends — with a redirect and a message, or with one problem.</summary>
public abstract class HubPage : PageModel
{
    public const string DoneKey = "Done";

    protected Localizer T => HttpContext.RequestServices.GetRequiredService<Localizer>();

    protected Actor Me => HttpContext.RequestServices.GetRequiredService<Actor>();

    /// <summary>Shown at the top of the page by the layout's partial.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Post, redirect, get: the message names what changed and is shown once.</summary>
    protected IActionResult Done(string url, string english, params object[] arguments)
    {
        TempData[DoneKey] = T[english, arguments];
        return LocalRedirect(url);
    }

    /// <summary>Shows the page again with the problem, and with what was typed still in the form.</summary>
    protected PageResult Refuse(Problem problem)
    {
        Problem = problem;
        ViewData[nameof(Problem)] = problem;
        Response.StatusCode = problem.Code switch
        {
            "not-found" => StatusCodes.Status404NotFound,
            "conflict" => StatusCodes.Status409Conflict,
            "too-many" => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        return Page();
    }
}
