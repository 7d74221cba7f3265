using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Sessions.SignIn;

/// <summary>/learn/sessions/in/{token}: where the code of the board leads. Looking signs nobody in: a browser may look ahead by itself.</summary>
[Requires(SessionsPermissions.Book)]
internal sealed class SignInModel(SignInPerson signIn, FindSession sessions) : HubPage
{
    /// <summary>Null where the code is none that counts.</summary>
    public SessionRow? Session { get; private set; }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;
    public bool IsSignedIn { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct)
    {
        var looked = await signIn.Look(token, Me.Id, ct);
        if (looked.Problem is { } problem) return Refuse(problem);
        await Show(looked.Value!, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken ct)
    {
        var signed = await signIn.Handle(token, Me.Id, ct);
        if (signed.Problem is { } problem) return Refuse(problem);
        return Done("/learn/sessions", "You are signed in: {0}.", T.Pick(signed.Value!.TitleZh, signed.Value.TitleEn));
    }

    private async Task Show(SessionRow session, CancellationToken ct) => (Session, Zone, IsSignedIn) = (session, await sessions.Zone(session.SiteId, ct), await signIn.IsSignedIn(session.Id, Me.Id, ct));
}
