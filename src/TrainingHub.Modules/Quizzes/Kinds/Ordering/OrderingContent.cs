using System.Text.Json;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

internal sealed record OrderingItem(string Id, LocalText Text);

/// <param name="Items">In the right order.</param>
internal sealed record OrderingContent(IReadOnlyList<OrderingItem> Items, string? Scoring = null)
{
    public static OrderingContent From(JsonElement content) => AnswerJson.To<OrderingContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    public IEnumerable<string> Write() => [.. Kinds.Scoring.Write(Scoring), .. YamlLines.List("items", Items, i => [$"id: {i.Id}", $"text: {YamlLines.Inline(i.Text)}"])];
}

/// <summary>{"order": ["b", "a", "c"]}: all items, or none where it was left open.</summary>
internal sealed record OrderingAnswer(IReadOnlyList<string> Order)
{
    public static IReadOnlyList<string> In(JsonElement? answer) => answer is { } json ? AnswerJson.To<OrderingAnswer>(json).Order : [];
}
