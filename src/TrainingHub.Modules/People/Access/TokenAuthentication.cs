using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Access;

/// <summary>Knows a person by "Authorization: Bearer TOKEN". See <see cref="SignInSchemes.Token"/>.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    Db db, UserManager<Person> people, PersonSignIn signIn, IUserClaimsPrincipalFactory<Person> claims, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    private sealed record Row(long Id, long PersonId, string Scopes, DateTimeOffset? LastUsedAt);

    /// <summary>Which scheme a request belongs to: below /api only tokens count; elsewhere a token where one is sent, else the cookie.</summary>
    public static string Choose(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || context.Request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? SignInSchemes.Token
            : IdentityConstants.ApplicationScheme;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var ct = Context.RequestAborted;
        var token = await db.Row<Row>("select id, person_id, scopes, last_used_at from people_token where token_hash = @hash and revoked_at is null",
            new { hash = Secrets.Hash(header[Prefix.Length..].Trim()) }, ct);
        if (token is null) return AuthenticateResult.Fail("The token is unknown or was revoked.");
        var person = await people.FindByIdAsync(token.PersonId.ToString(CultureInfo.InvariantCulture));
        if (person is null || !await signIn.CanSignInAsync(person)) return AuthenticateResult.Fail("The token's person no longer works here.");
        await Touch(token, ct);

        var made = (ClaimsIdentity)(await claims.CreateAsync(person)).Identity!;
        var identity = new ClaimsIdentity(made.Claims, SignInSchemes.Token, made.NameClaimType, made.RoleClaimType);
        identity.AddClaim(new Claim(TokenScopes.Claim, token.Scopes));
        identity.AddClaim(new Claim(SignInSchemes.TokenIdClaim, token.Id.ToString(CultureInfo.InvariantCulture)));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    /// <summary>Once a minute is enough to see whether a token is still in use; a write per request would not be.</summary>
    private async Task Touch(Row token, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (token.LastUsedAt is { } last && now - last < TimeSpan.FromMinutes(1)) return;
        await using var tx = await db.Begin(ct);
        await db.Execute("update people_token set last_used_at = @now where id = @Id", new { token.Id, now }, ct);
        await tx.Commit(ct);
    }
}

/// <summary>What a token may do: the permissions it names, and never more than its person may.</summary>
internal static class TokenScopes
{
    public const string Claim = "scopes";
    public const string All = "all";

    public static void Restrict(HashSet<string> permissions, string? scopes)
    {
        var named = (scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!named.Contains(All)) permissions.IntersectWith(named);
    }
}
