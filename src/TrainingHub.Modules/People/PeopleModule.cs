using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Access;
using TrainingHub.Modules.People.Calendar;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.People.Demo;
using TrainingHub.Modules.People.Import;
using TrainingHub.Modules.People.Places;
using TrainingHub.Modules.People.Staff;
using TrainingHub.Modules.People.Tags;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People;

/// <summary>Who works here, where, and what they may do; and how they sign in.</summary>
public sealed class PeopleModule : IModule
{
    public string Name => "people";

    public void Register(ModuleBuilder m)
    {
        AddSignIn(m.Services);
        var s = m.Services;
        s.AddScoped<HirePerson>();
        s.AddScoped<GrantRole>();
        s.AddScoped<RevokeRole>();
        s.AddScoped<Reach>();
        s.AddScoped<EditPerson>();
        s.AddScoped<MovePerson>();
        s.AddScoped<LeavePerson>();
        s.AddScoped<RehirePerson>();
        s.AddScoped<TagPerson>();
        s.AddScoped<InvitePerson>();
        s.AddScoped<PrintSlips>();
        s.AddScoped<PlanImport>();
        s.AddScoped<ImportPeople>();
        s.AddScoped<AddSite>();
        s.AddScoped<AddDepartment>();
        s.AddScoped<AddPosition>();
        s.AddScoped<RenamePlace>();
        s.AddScoped<SetTrades>();
        s.AddScoped<SetRestDays>();
        s.AddScoped<MarkDays>();
        s.AddScoped<IPersonDirectory, PersonDirectory>();
        s.AddScoped<IPeopleCommands, PeopleCommands>();
        s.AddScoped<IAudiences, Audiences>();
        m.Services.AddScoped<INearest, Nearest>();
        s.AddScoped<IAudienceWords, AudienceWords>();
        s.AddScoped<ISiteDays, SiteDays>();
        s.AddScoped<ITrades, SiteTrades>();
        s.AddScoped<ISiteCalendar, SiteCalendar>();

        m.AtStart<SyncRolePermissions>();
        m.AtStart<EnsureTopSite>();
        m.AtStart<SeedDemoPeople>();
        m.AtStart<FirstAdministrator>();
        m.Verb<CreateTokenVerb>();
        m.Verb<ImportPeopleVerb>();

        m.AfterRestore(CloseOldWaysIn.Run);

        m.Permission(PeoplePermissions.Self, "Sign in and see one's own work", Roles.All);
        m.Permission(PeoplePermissions.View, "See people, where they work and their roles", Roles.Hr, Roles.Manager, Roles.Auditor, Roles.Admin);
        m.Permission(PeoplePermissions.Team, "See one's own team", Roles.Manager);
        m.Permission(PeoplePermissions.Edit, "Hire, change, move, invite and let go people", Roles.Hr, Roles.Admin);
        m.Permission(PeoplePermissions.Roles, "Grant and revoke roles", Roles.Admin);
        m.Permission(PeoplePermissions.Sites, "Add and rename sites, departments and positions, and say which trades a site is in", Roles.Admin);
        m.Menu(MenuArea.Team, "My team", "/team", PeoplePermissions.Team);
        m.Menu(MenuArea.Hr, "People", "/hr/people", PeoplePermissions.View);
        m.Menu(MenuArea.Admin, "Sites", "/admin/sites", PeoplePermissions.Sites);
        m.Menu(MenuArea.Admin, "Roles", "/admin/roles", PeoplePermissions.Roles);
    }

    private static void AddSignIn(IServiceCollection s)
    {
        s.AddIdentityCore<Person>()
            .AddUserStore<PersonStore>()
            .AddSignInManager<PersonSignIn>()
            .AddClaimsPrincipalFactory<PersonClaims>();
        s.AddScoped<ILookupNormalizer, SignInNameNormalizer>();
        // Below /api a cookie is never looked at, and a missing sign-in is an answer, not a redirect.
        const string chooser = "Hub";
        s.AddAuthentication(o => (o.DefaultScheme, o.DefaultSignInScheme) = (chooser, IdentityConstants.ApplicationScheme))
            .AddPolicyScheme(chooser, null, o => o.ForwardDefaultSelector = TokenAuthentication.Choose)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(SignInSchemes.Token, null)
            .AddIdentityCookies();
        s.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        s.ConfigureApplicationCookie(ConfigureCookie);
        s.AddSingleton<SignInLimit>();
        s.AddScoped<PasswordCheck>();
        s.AddScoped<SignInPerson>();
        s.AddScoped<ChangePassword>();
        s.AddScoped<SetPassword>();
        s.AddScoped<ChooseLanguage>();
        s.AddScoped<UseActivation>();
        s.AddScoped<AskForReset>();
        s.AddScoped<CreateToken>();
        s.AddScoped<Activations>();
        s.AddScoped<IActivations>(p => p.GetRequiredService<Activations>());
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
