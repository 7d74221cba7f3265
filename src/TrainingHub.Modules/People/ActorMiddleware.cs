using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.People;

/// <summary>Between authentication and authorisation: makes the request's actor from the principal, and chooses the language.</summary>
internal sealed class ActorMiddleware(RequestDelegate next)
{
    public const string LanguageCookie = "lang";

    public async Task InvokeAsync(HttpContext context, Actor actor, RolePermissions permissions, Localizer texts, Platform.HubSettings settings)
    {
        var user = context.User;
        if (user.Identity?.IsAuthenticated == true && long.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            var roles = user.FindAll(ClaimTypes.Role).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
            actor.Become(id, user.Identity.AuthenticationType == "Token" ? "token" : "person", user.FindFirstValue(PersonClaims.DisplayName) ?? "", roles, permissions.Of(roles));
        }

        var asked = Languages.Nearest(context.Request.Query["lang"]);
        if (asked is not null)
            context.Response.Cookies.Append(LanguageCookie, asked, new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true });
        texts.Use(asked
            ?? Languages.Nearest(context.Request.Cookies[LanguageCookie])
            ?? Languages.Nearest(user.FindFirstValue(PersonClaims.Language))
            ?? context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => Languages.Nearest(l.Value.Value)).FirstOrDefault(l => l is not null)
            ?? settings.DefaultLanguage);
        await next(context);
    }
}
