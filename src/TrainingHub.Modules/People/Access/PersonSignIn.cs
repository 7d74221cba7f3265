using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrainingHub.Modules.People.Contracts;

namespace TrainingHub.Modules.People.Access;

/// <summary>Identity's sign-in, closed to people whose last day of work is over: at the door, and within a minute for those already inside.</summary>
internal sealed class PersonSignIn(
    UserManager<Person> people, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Person> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Person>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Person> confirmation, IPersonDirectory directory)
    : SignInManager<Person>(people, http, claims, options, logger, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(Person user) =>
        user.LeftOn is not { } last || await directory.Today(user.Id, CancellationToken.None) <= last;

    public override async Task<Person?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { } person && await CanSignInAsync(person) ? person : null;
}
