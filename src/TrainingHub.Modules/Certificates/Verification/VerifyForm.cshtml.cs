using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certificates.Verification;

/// <summary>The way to the verify page for who can't scan: the printed code, or serial and name together. Wrong serial and wrong name get one answer.</summary>
[AllowAnonymous]
internal sealed class VerifyForm(ICertificateVerification certificates, VerifyThrottle throttle) : HubPage
{
    [BindProperty]
    public string Serial { get; set; } = "";

    [BindProperty]
    public string Holder { get; set; } = "";

    public IActionResult OnGet(string? code)
    {
        VerifyHeaders.KeepOut(Response);
        return string.IsNullOrWhiteSpace(code) ? Page() : LocalRedirect($"/verify/{Uri.EscapeDataString(string.Concat(code.Where(char.IsAsciiLetterOrDigit).Take(60)).ToLowerInvariant())}");
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        VerifyHeaders.KeepOut(Response);
        if (!throttle.Allows(HttpContext.Connection.RemoteIpAddress))
        {
            Response.Headers.RetryAfter = "60";
            var page = Refuse(Problem.Because("Too many tries. Please wait a minute and try again."));
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return page;
        }
        var code = await certificates.CodeOf(Serial, Holder, ct);
        return code is null ? Refuse(Problem.Because("No certificate has this serial number and this name together. Check both as they are printed.")) : LocalRedirect($"/verify/{code}");
    }
}

/// <summary>The verify pages belong in no search index, and what they show in no cache.</summary>
internal static class VerifyHeaders
{
    public static void KeepOut(HttpResponse response) => response.Headers["X-Robots-Tag"] = "noindex, nofollow";

    /// <summary>What it shows may change at any moment.</summary>
    public static void KeepOutAndFresh(HttpResponse response)
    {
        KeepOut(response);
        response.Headers.CacheControl = "no-store";
    }
}
