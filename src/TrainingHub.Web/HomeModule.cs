using TrainingHub.Modules.Platform;

namespace TrainingHub.Web;

/// <summary>The front page: today's work for whoever signed in, from what the modules tell.</summary>
internal sealed class HomeModule : IModule
{
    public string Name => "home";

    public void Register(ModuleBuilder m)
    {
    }
}
