using System.Text.Json;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

internal sealed record PhotoContent(LocalText Rubric, IReadOnlyList<Criterion>? Criteria = null)
{
    public static PhotoContent From(JsonElement content) => AnswerJson.To<PhotoContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    public Rubric Marking() => new(Rubric, Criteria ?? []);
}

/// <summary>{"photo": "key"}, where the key is what the hub gave for the uploaded picture; an empty one was taken back.</summary>
internal sealed record PhotoAnswer(string Photo)
{
    public static string In(JsonElement? answer) => answer is { } json ? AnswerJson.To<PhotoAnswer>(json).Photo : "";
}
