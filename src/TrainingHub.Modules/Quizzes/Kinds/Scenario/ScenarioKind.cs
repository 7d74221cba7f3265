using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>A story (the stem) and several questions on it, each of a simpler kind.</summary>
internal sealed class ScenarioKind(IReadOnlyList<IQuestionKind> simple) : IQuestionKind
{
    private sealed record Part(string Id, string Kind, LocalText Stem, LocalText? Feedback, JsonElement Content);

    public string Name => "scenario";
    public string Label => "Scenario";

    public JsonElement Parse(YamlMap question, LocalText stem)
    {
        var ids = new HashSet<string>();
        var parts = new List<Part>();
        foreach (var map in question.Maps("parts"))
        {
            var id = YamlIds.Read(map, ids);
            var kind = simple.First(k => k.Name == map.Choice("kind", null, [.. simple.Select(s => s.Name)]));
            var asks = map.Local("stem");
            parts.Add(new Part(id, kind.Name, asks, map.OptionalLocal("feedback"), kind.Parse(map, asks)));
            map.Done();
        }
        if (question.Has("parts") && parts.Count == 0) question.Fault("parts", "At least one part is needed.");
        return JsonSerializer.SerializeToElement(new { parts }, Json.Plain);
    }
}
