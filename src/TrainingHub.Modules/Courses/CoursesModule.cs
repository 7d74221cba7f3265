using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Courses;

public sealed class CoursesModule : IModule
{
    public string Name => "courses";

    public void Register(ModuleBuilder m)
    {
    }
}
