using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Platform.Web;

/// <summary>
/// A form with more in it than its page takes is answered with 413 and a sentence. Unread, it would be taken for one without a token by the check that follows,
/// and for a fault of ours by a script, which would send it again for ever.
/// </summary>
public sealed class FormTooLarge(Localizer texts) : IAsyncAuthorizationFilter
{
    /// <summary>After the page's own limits (900) are set and before the token is looked for (1000); to be named where the filter is added.</summary>
    public const int Order = 950;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        // The error page itself, which is shown with the same request.
        var isErrorPage = context.HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        if (isErrorPage || !request.HasFormContentType) return;
        try
        {
            await request.ReadFormAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            // A script sends the token as a header and reads JSON; a form has it in a field.
            context.Result = request.Headers.ContainsKey("RequestVerificationToken")
                ? new JsonResult(new { message = texts["This is too long to be taken. Shorten it and send it again."] }) { StatusCode = StatusCodes.Status413PayloadTooLarge }
                : new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
        }
    }
}
