using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Join each left with its right; distractors are rights that belong to none.</summary>
internal sealed class MatchingKind : IQuestionKind
{
    private sealed record Pair(string Id, LocalText Left, LocalText Right);

    private sealed record Distractor(string Id, LocalText Text);

    public string Name => "matching";
    public string Label => "Matching";

    public JsonElement Parse(YamlMap question, LocalText stem)
    {
        var ids = new HashSet<string>();
        var pairs = new List<Pair>();
        foreach (var map in question.Maps("pairs"))
        {
            pairs.Add(new Pair(YamlIds.Read(map, ids), map.Local("left"), map.Local("right")));
            map.Done();
        }
        YamlIds.Count(question, "pairs", pairs.Count, 2, 10);
        var distractors = new List<Distractor>();
        foreach (var map in question.Maps("distractors", optional: true))
        {
            distractors.Add(new Distractor(YamlIds.Read(map, ids), map.Local("text")));
            map.Done();
        }
        return JsonSerializer.SerializeToElement(new { pairs, distractors }, Json.Plain);
    }
}
