using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Web.Home;

/// <summary>The front page: today's work for whoever signed in, from what the modules tell.</summary>
internal sealed class HomeModule : IModule
{
    public const string See = "home.see";

    private static readonly (string Url, MenuArea Area)[] Areas = [("/studio", MenuArea.Studio), ("/hr", MenuArea.Hr), ("/admin", MenuArea.Admin)];

    public string Name => "home";

    public void Register(ModuleBuilder m)
    {
        m.Permission(See, "See one's own work for today", Roles.All);
        m.Services.AddScoped<TodaysWork>();
        m.Services.AddScoped<Desk>();
    }

    /// <summary>The areas' own addresses lead to the first page of theirs that is open to the reader, else back to today's work.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var (url, area) in Areas)
        {
            endpoints.MapGet(url, (Registry registry, Actor me) => Results.LocalRedirect(registry.Menu.Find(m => m.Area == area && me.Can(m.Permission))?.Url ?? "/"))
                .RequireAuthorization(new RequiresAttribute(See)).ExcludeFromDescription();
        }
    }
}
