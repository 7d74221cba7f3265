using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Api;

public sealed class ApiModule : IModule
{
    public string Name => "api";

    public void Register(ModuleBuilder m)
    {
    }
}
