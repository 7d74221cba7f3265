using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Notifications;

public sealed class NotificationsModule : IModule
{
    public string Name => "notifications";

    public void Register(ModuleBuilder m)
    {
    }
}
