using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People;

/// <summary>
/// What the sign-in cookie holds: id, name to greet by, language, roles. A changed role or a leaving changes the security stamp,
/// which is checked every minute; scope is never in the cookie but in every query.
/// </summary>
internal sealed class PersonClaims(UserManager<Person> people, IOptions<IdentityOptions> options, Db db) : UserClaimsPrincipalFactory<Person>(people, options)
{
    public const string DisplayName = "display_name";
    public const string Language = "lang";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Person user)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, Options.ClaimsIdentity.UserNameClaimType, Options.ClaimsIdentity.RoleClaimType);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new Claim(Options.ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp));
        identity.AddClaim(new Claim(DisplayName, user.Name));
        identity.AddClaim(new Claim(Language, user.Language));
        identity.AddClaim(new Claim(ClaimTypes.Role, Roles.Learner));
        foreach (var role in await db.Rows<string>("select distinct role from people_grant where person_id = @Id order by role", new { user.Id }, CancellationToken.None))
            identity.AddClaim(new Claim(ClaimTypes.Role, role));
        return identity;
    }
}
