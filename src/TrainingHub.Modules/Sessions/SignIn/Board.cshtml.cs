using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Pictures;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Sessions.SignIn;

/// <summary>/studio/sessions/{id}/board: the code of the minute, large enough for the back row. It loads itself anew, also without scripts.</summary>
[Requires(SessionsPermissions.Plan)]
internal sealed class BoardModel(Db db, FindSession sessions, HubSettings settings, TimeProvider clock) : HubPage
{
    private const int MostSeconds = 20; // so that the count of those who are in moves too

    public SessionRow Session { get; private set; } = null!;
    public TimeZoneInfo Zone { get; private set; } = null!;
    public long SignedIn { get; private set; }

    /// <summary>Null where no code counts now.</summary>
    public IHtmlContent? Code { get; private set; }

    public DateTimeOffset CodesFrom => Session.StartsAt - SignInCode.Early;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await sessions.Run(id, SessionsPermissions.Plan, ct) is not { } session) return NotFound();
        var now = clock.GetUtcNow();
        (Session, Zone) = (session, await sessions.Zone(session.SiteId, ct));
        SignedIn = await db.Scalar<long>("select count(*) from sessions_sign_in where session_id = @id", new { id }, ct);
        Response.Headers.CacheControl = "no-store";
        if (session.CancelledAt is not null || now > session.EndsAt) return Page();
        Response.Headers["Refresh"] = Math.Min(MostSeconds, SignInCode.SecondsLeft(now)).ToString(CultureInfo.InvariantCulture);
        if (!SignInCode.IsShown(session.StartsAt, session.EndsAt, now)) return Page();
        var address = settings.BaseUrl?.ToString().TrimEnd('/') ?? $"{Request.Scheme}://{Request.Host}";
        Code = QrCode.Svg($"{address}/learn/sessions/in/{SignInCode.Of(id, session.Secret, now)}", T["QR code to sign in"]);
        return Page();
    }
}
