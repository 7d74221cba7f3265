using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Web.Home;

/// <summary>What anybody sees instead of a page that failed, is missing or is closed to them.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
internal sealed class ErrorModel : HubPage
{
    public int Status { get; private set; }

    public string TraceId => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    public string Heading => Status switch
    {
        403 => T["You may not open this page"],
        404 => T["There is no such page"],
        413 => T["That was too much at once"],
        429 => T["Too many attempts"],
        503 => T["The hub can't do this just now"],
        _ => T["Something went wrong"],
    };

    public string Advice => Status switch
    {
        400 => T["The form was open for too long or came from another page. Go back, reload the page and send it again."],
        403 => T["Your account does not have the permission it needs. Ask your administrator if you should have it."],
        404 => T["Check the address, or go back to where you came from."],
        413 => T["What you sent is larger than this page takes, so nothing of it was saved. What you had saved is safe. Go back, shorten it and send it again."],
        429 => T["Please wait a minute and try again."],
        503 when Outage.Behind(HttpContext) == OutageKind.Disk => T["The hub's disk is full or can't be written, so nothing was saved now. What you had saved before is safe. Tell your administrator, and try again once there is room."],
        503 => T["The hub's database does not answer. What you had saved is safe. Wait a moment, go back and try again."],
        _ => T["The fault is ours, and it was recorded. What you had saved is safe. Try again; if it stays, tell your administrator the number below."],
    };

    public void OnGet(int status)
    {
        Status = status >= 400 ? status : Response.StatusCode >= 400 ? Response.StatusCode : 404;
        if (Status == 503) Response.Headers.RetryAfter = Outage.RetryAfter;
    }

    public void OnPost(int status) => OnGet(status);
}
