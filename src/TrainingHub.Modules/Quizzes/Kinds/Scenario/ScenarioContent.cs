using System.Text.Json;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

internal sealed record ScenarioPart(string Id, string Kind, LocalText Stem, LocalText? Feedback, JsonElement Content)
{
    public QuestionPaper Paper(IReadOnlyList<string> order) => new(Content, [.. order.Where(k => k.StartsWith(Id + "/", StringComparison.Ordinal)).Select(k => k[(Id.Length + 1)..])]);
}

internal sealed record ScenarioContent(IReadOnlyList<ScenarioPart> Parts)
{
    public static ScenarioContent From(JsonElement content) => AnswerJson.To<ScenarioContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    /// <summary>The marks shared out evenly over the parts, to the last milli-point: they always add up to the whole.</summary>
    public long Share(int part, long maxMark) => maxMark * (part + 1) / Parts.Count - maxMark * part / Parts.Count;
}

/// <summary>{"parts": {"p1": {"chosen": ["a"]}, "p2": {"blanks": {"n": "30"}}}}, in the author's order; parts that were left open are not in it.</summary>
internal sealed record ScenarioAnswer(IReadOnlyDictionary<string, JsonElement> Parts)
{
    public static IReadOnlyDictionary<string, JsonElement> In(JsonElement? answer) => answer is { } json ? AnswerJson.To<ScenarioAnswer>(json).Parts : new Dictionary<string, JsonElement>();
}
