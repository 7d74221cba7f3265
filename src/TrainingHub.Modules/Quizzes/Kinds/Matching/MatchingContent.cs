using System.Text.Json;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

internal sealed record MatchingPair(string Id, LocalText Left, LocalText Right);

/// <summary>A right that belongs to no left.</summary>
internal sealed record Distractor(string Id, LocalText Text);

internal sealed record MatchingContent(IReadOnlyList<MatchingPair> Pairs, IReadOnlyList<Distractor> Distractors, string? Scoring = null)
{
    public static MatchingContent From(JsonElement content) => AnswerJson.To<MatchingContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    /// <summary>What can be matched, by its key. Rights that read the same are one: nobody could tell them apart.</summary>
    public IReadOnlyDictionary<string, LocalText> Rights() => Pairs.Select(p => p.Right).Concat(Distractors.Select(d => d.Text))
        .Distinct().ToDictionary(TextKey.Of, r => r, StringComparer.Ordinal);

    public IEnumerable<string> Write() =>
    [
        .. Kinds.Scoring.Write(Scoring),
        .. YamlLines.List("pairs", Pairs, p => [$"id: {p.Id}", $"left: {YamlLines.Inline(p.Left)}", $"right: {YamlLines.Inline(p.Right)}"]),
        .. Distractors.Count == 0 ? [] : YamlLines.List("distractors", Distractors, d => [$"id: {d.Id}", $"text: {YamlLines.Inline(d.Text)}"]),
    ];
}

/// <summary>{"pairs": {"left's id": "right's key"}}, in the author's order; lefts that were left open are not in it.</summary>
internal sealed record MatchingAnswer(IReadOnlyDictionary<string, string> Pairs)
{
    public static IReadOnlyDictionary<string, string> In(JsonElement? answer) => answer is { } json ? AnswerJson.To<MatchingAnswer>(json).Pairs : new Dictionary<string, string>();
}
