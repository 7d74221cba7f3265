using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Put the steps in order; the file lists them in the right one.</summary>
internal sealed class OrderingKind : IQuestionKind
{
    private sealed record Step(string Id, LocalText Text);

    public string Name => "ordering";
    public string Label => "Ordering";

    public JsonElement Parse(YamlMap question, LocalText stem)
    {
        var ids = new HashSet<string>();
        var items = new List<Step>();
        foreach (var map in question.Maps("items"))
        {
            items.Add(new Step(YamlIds.Read(map, ids), map.Local("text")));
            map.Done();
        }
        YamlIds.Count(question, "items", items.Count, 2, 10);
        return JsonSerializer.SerializeToElement(new { items }, Json.Plain);
    }
}
