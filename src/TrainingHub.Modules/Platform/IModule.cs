using Microsoft.AspNetCore.Routing;

namespace TrainingHub.Modules.Platform;

/// <summary>One module: its only registration. Listed in Program.cs in the order of dependency; nothing is found by scanning.</summary>
public interface IModule
{
    /// <summary>The prefix of its tables and permissions, lower-case: "courses".</summary>
    string Name { get; }

    void Register(ModuleBuilder m);

    /// <summary>Endpoints that are no pages: the API, downloads. Each names its permission.</summary>
    void Map(IEndpointRouteBuilder endpoints)
    {
    }
}
