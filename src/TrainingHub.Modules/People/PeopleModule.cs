using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People;

public sealed class PeopleModule : IModule
{
    public string Name => "people";

    public void Register(ModuleBuilder m)
    {
        var s = m.Services;
        s.AddIdentityCore<Person>(o =>
            {
                o.Lockout.MaxFailedAccessAttempts = 5;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
                o.Password.RequiredLength = 10;
                o.Password.RequireNonAlphanumeric = false;
                o.Password.RequireUppercase = false;
                o.Password.RequireLowercase = false;
                o.Password.RequireDigit = false;
            })
            .AddUserStore<PersonStore>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<PersonClaims>();
        s.AddScoped<ILookupNormalizer, SignInNameNormalizer>();
        s.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        s.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        s.ConfigureApplicationCookie(ConfigureCookie);
        s.AddScoped<HirePerson>();
        s.AddScoped<GrantRole>();
        s.AddScoped<IPersonDirectory, PersonDirectory>();
        s.AddScoped<IAudiences, Audiences>();
        m.AtStart<SyncRolePermissions>();
        m.AtStart<EnsureTopSite>();

        m.Permission(PeoplePermissions.Self, "Sign in and see one's own work", Roles.All);
    }

    private static void ConfigureCookie(CookieAuthenticationOptions o)
    {
        o.Cookie.Name = "traininghub";
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Lax;
        o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.LoginPath = "/login";
        o.AccessDeniedPath = "/denied";
        o.ExpireTimeSpan = TimeSpan.FromDays(14);
        o.SlidingExpiration = true;
    }
}

public static class PeoplePermissions
{
    /// <summary>Whatever every signed-in person may do.</summary>
    public const string Self = "people.self";
}
