using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Web.Home;

/// <summary>The front page: today's work for whoever signed in, from what the modules tell.</summary>
internal sealed class HomeModule : IModule
{
    public const string See = "home.see";

    public string Name => "home";

    public void Register(ModuleBuilder m)
    {
        m.Permission(See, "See one's own work for today", Roles.All);
        m.Services.AddScoped<TodaysWork>();
        m.Services.AddScoped<Desk>();
    }
}
