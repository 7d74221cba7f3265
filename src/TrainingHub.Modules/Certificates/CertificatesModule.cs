using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certificates;

public sealed class CertificatesModule : IModule
{
    public string Name => "certificates";

    public void Register(ModuleBuilder m)
    {
    }
}
