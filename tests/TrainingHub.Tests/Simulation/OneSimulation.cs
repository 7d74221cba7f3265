using System.Text.Json;
using TrainingHub.Tests.Simulation;
using TrainingHub.Tests.Testing;

[assembly: AssemblyFixture(typeof(OneSimulation))]

namespace TrainingHub.Tests.Simulation;

/// <summary>One simulation that was lived through, for all that only look at it. It begins when the first of them asks for it.</summary>
public sealed class OneSimulation : IDisposable
{
    private readonly Lazy<Task<JsonElement>> result;

    public OneSimulation() => result = new(Live);

    internal HubProcess Hub { get; } = new();

    internal string Kept => Path.Combine(Hub.Folder, "kept");

    internal static string[] Plan => ["simulate", "--people", "18", "--months", "2", "--seed", "7"];

    internal Task<JsonElement> Result() => result.Value;

    private async Task<JsonElement> Live()
    {
        var run = await Hub.Verb([.. Plan, "--json", "--keep", "kept"]);
        Assert.True(run.Code == 0, run.Output + run.Error);
        await File.WriteAllTextAsync(Path.Combine(Hub.Folder, "whole.json"), run.Output);
        return JsonSerializer.Deserialize<JsonElement>(run.Output);
    }

    public void Dispose() => Hub.Dispose();
}
