using System.Text.Json;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <param name="MaxLength">Characters.</param>
internal sealed record FreeTextContent(LocalText Rubric, int MaxLength, IReadOnlyList<Criterion>? Criteria = null)
{
    public static FreeTextContent From(JsonElement content) => AnswerJson.To<FreeTextContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    public Rubric Marking() => new(Rubric, Criteria ?? []);
}

/// <summary>{"text": "…"}; an empty one was taken back.</summary>
internal sealed record TextAnswer(string Text)
{
    public static string In(JsonElement? answer) => answer is { } json ? AnswerJson.To<TextAnswer>(json).Text : "";
}
