using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <param name="Id">For the author alone; learners and answers have the <see cref="Key"/>.</param>
internal sealed record OrderingItem(string Id, LocalText Text)
{
    [JsonIgnore]
    public string Key => TextKey.Of(Text);
}

/// <param name="Items">In the right order.</param>
internal sealed record OrderingContent(IReadOnlyList<OrderingItem> Items, string? Scoring = null)
{
    public static OrderingContent From(JsonElement content) => AnswerJson.To<OrderingContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    public IEnumerable<string> Write() => [.. Kinds.Scoring.Write(Scoring), .. YamlLines.List("items", Items, i => [$"id: {i.Id}", $"text: {YamlLines.Inline(i.Text)}"])];
}

/// <summary>{"order": ["key", "key"]}: the keys of all steps, or none where it was left open.</summary>
internal sealed record OrderingAnswer(IReadOnlyList<string> Order)
{
    public static IReadOnlyList<string> In(JsonElement? answer) => answer is { } json ? AnswerJson.To<OrderingAnswer>(json).Order : [];
}
