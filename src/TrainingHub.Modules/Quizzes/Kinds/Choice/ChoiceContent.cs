using System.Text.Json;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>One option of a question with given answers. Its id stays the same over all versions of the question.</summary>
internal sealed record ChoiceOption(string Id, bool Correct, LocalText Text, LocalText? Feedback);

/// <param name="Scoring">all-or-nothing or part-marks; null where only one option is right.</param>
internal sealed record ChoiceContent(IReadOnlyList<ChoiceOption> Options, string? Scoring = null)
{
    public static ChoiceContent From(JsonElement content) => AnswerJson.To<ChoiceContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    /// <summary>Reads `options`: 2 to 8, each with id, correct, text and perhaps feedback.</summary>
    public static List<ChoiceOption> ReadOptions(YamlMap question)
    {
        var ids = new HashSet<string>();
        var options = new List<ChoiceOption>();
        foreach (var map in question.Maps("options"))
        {
            options.Add(new ChoiceOption(YamlIds.Read(map, ids), map.Flag("correct", false), map.Local("text"), map.OptionalLocal("feedback")));
            map.Done();
        }
        YamlIds.Count(question, "options", options.Count, 2, 8);
        return options;
    }

    public IEnumerable<string> Write() =>
    [
        .. Kinds.Scoring.Write(Scoring),
        .. YamlLines.List("options", Options, option =>
        [
            $"id: {option.Id}", $"correct: {(option.Correct ? "true" : "false")}", $"text: {YamlLines.Inline(option.Text)}",
            .. option.Feedback is null ? Array.Empty<string>() : [$"feedback: {YamlLines.Inline(option.Feedback)}"],
        ]),
    ];
}
