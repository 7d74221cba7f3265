using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.People.Access;
using TrainingHub.Modules.People.Contracts;
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
            var granted = permissions.Of(roles);
            var isToken = user.Identity.AuthenticationType == SignInSchemes.Token;
            if (isToken) TokenScopes.Restrict(granted, user.FindFirstValue(TokenScopes.Claim));
            actor.Become(id, isToken ? "token" : "person", user.FindFirstValue(PersonClaims.DisplayName) ?? "", roles, granted);
        }

        var asked = Languages.Nearest(context.Request.Query["lang"]);
        if (asked is not null) Remember(context, asked);
        texts.Use(asked
            ?? Languages.Nearest(context.Request.Cookies[LanguageCookie])
            ?? Languages.Nearest(user.FindFirstValue(PersonClaims.Language))
            ?? context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => Languages.Nearest(l.Value.Value)).FirstOrDefault(l => l is not null)
            ?? settings.DefaultLanguage);
        await next(context);
    }

    /// <summary>Keeps the language on this device, also after signing out.</summary>
    public static void Remember(HttpContext context, string language) =>
        context.Response.Cookies.Append(LanguageCookie, language, new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true });
}
