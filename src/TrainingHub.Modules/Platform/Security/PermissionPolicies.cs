using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace TrainingHub.Modules.Platform.Security;

internal sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

/// <summary>Turns "permission:x" into a policy, and closes every endpoint that names none.</summary>
internal sealed class PermissionPolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options), IAuthorizationPolicyProvider // named again: the framework asks through it
{
    private static readonly AuthorizationPolicy Closed = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();

    public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        policyName.StartsWith(RequiresAttribute.PolicyPrefix, StringComparison.Ordinal)
            ? Task.FromResult<AuthorizationPolicy?>(new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser()
                .AddRequirements(new PermissionRequirement(policyName[RequiresAttribute.PolicyPrefix.Length..]))
                .Build())
            : base.GetPolicyAsync(policyName);

    public new Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => Task.FromResult<AuthorizationPolicy?>(Closed);
}

internal sealed class PermissionHandler(Actor actor) : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (actor.PersonId is not null && actor.Can(requirement.Permission)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>Which permissions a set of roles has; from the modules' declarations.</summary>
internal sealed class RolePermissions(Registry registry)
{
    public HashSet<string> Of(IReadOnlySet<string> roles) =>
        registry.Permissions.Where(p => p.Roles.Any(roles.Contains)).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
}
