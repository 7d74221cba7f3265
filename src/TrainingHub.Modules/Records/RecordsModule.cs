using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Records;

public sealed class RecordsModule : IModule
{
    public string Name => "records";

    public void Register(ModuleBuilder m)
    {
    }
}
