using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes;

public sealed class QuizzesModule : IModule
{
    public string Name => "quizzes";

    public void Register(ModuleBuilder m)
    {
    }
}
