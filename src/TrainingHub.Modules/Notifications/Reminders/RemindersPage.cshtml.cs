using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Notifications.Reminders;

/// <summary>
/// Switches the reminder mails of one person off and on. Open to whoever has the link of one of those mails, and to mail programs, which post to it when their
/// reader presses "unsubscribe" (RFC 8058): hence without antiforgery token, and hence looking changes nothing.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
internal sealed class RemindersPageModel(ReminderChoice choice, ReminderLink link) : HubPage
{
    public bool IsOn { get; private set; }

    public async Task<IActionResult> OnGet(string token, CancellationToken ct)
    {
        if (link.PersonOf(token) is not { } person) return NotFound();
        IsOn = await choice.IsOn(person, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(string token, bool on, CancellationToken ct)
    {
        if (link.PersonOf(token) is not { } person) return NotFound();
        await choice.Handle(person, on, ct);
        if (Request.Form.ContainsKey("List-Unsubscribe")) return new OkResult(); // a mail program, which may not be sent elsewhere
        return Done($"/reminders/{token}", on ? "Reminder mails are switched on." : "Reminder mails are switched off.");
    }
}
