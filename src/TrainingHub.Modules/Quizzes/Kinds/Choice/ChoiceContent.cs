using System.Text.Json;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>One option of a question with given answers. Its id stays the same over all versions of the question.</summary>
internal sealed record ChoiceOption(string Id, bool Correct, LocalText Text, LocalText? Feedback)
{
    /// <summary>Percent of the full marks, also below zero, where the question was imported with weights; else null, and the kind's own rule holds.</summary>
    public decimal? Weight { get; init; }
}

/// <param name="Scoring">all-or-nothing or part-marks; null where only one option is right.</param>
internal sealed record ChoiceContent(IReadOnlyList<ChoiceOption> Options, string? Scoring = null)
{
    public static ChoiceContent From(JsonElement content) => AnswerJson.To<ChoiceContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    /// <summary>Milli-points for these options by their weights, never below zero or above the full marks; null where they have none.</summary>
    public long? Weighed(IReadOnlySet<string> chosen, long maxMark) => Options.All(o => o.Weight is null) ? null
        : (long)decimal.Round(Math.Clamp(Rounded(Options.Where(o => chosen.Contains(o.Id)).Sum(o => o.Weight ?? 0)), 0, 100) * maxMark / 100, MidpointRounding.AwayFromZero);

    /// <summary>Three times 33.33333 % are all.</summary>
    private static decimal Rounded(decimal percent) => Math.Abs(percent - 100) <= 1.01m ? 100 : percent;

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
