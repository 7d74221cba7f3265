using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification;

public sealed class CertificationModule : IModule
{
    public string Name => "certification";

    public void Register(ModuleBuilder m)
    {
    }
}
