using System.Text.Json;
using Microsoft.Extensions.Primitives;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>
/// A kind of question: a folder with one class. This much lets a question be imported, checked and kept; a kind that can
/// also be asked and marked is an <see cref="IPlayableKind"/>. New kinds are added to <see cref="QuestionKinds"/>.
/// </summary>
internal interface IQuestionKind
{
    /// <summary>As questions.yaml names it: "true-false".</summary>
    string Name { get; }

    /// <summary>English text for the screen.</summary>
    string Label { get; }

    /// <summary>Reads the keys that only this kind has, reports everything wrong with them, and gives what is kept of them (the body's content).</summary>
    JsonElement Parse(YamlMap question, LocalText stem);
}

/// <summary>A kind that the hub can ask and mark. Answers are JSON whose shape only the kind knows.</summary>
internal interface IPlayableKind : IQuestionKind
{
    /// <summary>The partial view that asks; its model is a <see cref="AskedQuestion"/>.</summary>
    string QuestionView { get; }

    /// <summary>The partial view that shows answer, key and feedback afterwards; its model is a <see cref="ReviewedQuestion"/>.</summary>
    string ReviewView { get; }

    /// <summary>Whether the author's order means something, so that the options never change places.</summary>
    bool KeepsOrder { get; }

    /// <summary>The option keys in the author's order.</summary>
    IReadOnlyList<string> OptionKeys(JsonElement content);

    /// <summary>The options as this attempt shows them, without a hint which is right.</summary>
    IReadOnlyList<ShownOption> Show(JsonElement content, IReadOnlyList<string> order, Localizer t);

    /// <summary>What a form sent for this question; a problem where it names an option that was not offered.</summary>
    Outcome<JsonElement> ReadForm(StringValues values, IReadOnlyList<string> offered);

    /// <summary>The same from JSON.</summary>
    Outcome<JsonElement> ReadJson(JsonElement answer, IReadOnlyList<string> offered);

    /// <summary>False for an answer that was taken back.</summary>
    bool IsAnswered(JsonElement answer);

    /// <summary>Milli-points from 0 to <paramref name="maxMark"/>; without an answer 0.</summary>
    long Grade(JsonElement content, JsonElement? answer, long maxMark);

    /// <summary>An answer that is surely right, or surely wrong.</summary>
    JsonElement Example(JsonElement content, bool right);

    /// <summary>The options with key and feedback, for the review.</summary>
    IReadOnlyList<ReviewedOption> Review(JsonElement content, IReadOnlyList<string> order, JsonElement? answer, Localizer t);

    /// <summary>Which options an answer counts for in the statistics: how often each distractor is taken.</summary>
    IEnumerable<string> Tally(JsonElement answer);
}

internal sealed record ShownOption(string Id, string Text);

internal sealed record ReviewedOption(string Id, string Text, bool IsChosen, bool IsRight, string? Feedback);

/// <param name="Answer">As stored, or null.</param>
internal sealed record AskedQuestion(int Slot, IReadOnlyList<ShownOption> Options, JsonElement? Answer);

/// <param name="ShowsKey">False while the right answers are still secret: others may be taking the same scheduled quiz.</param>
internal sealed record ReviewedQuestion(int Slot, IReadOnlyList<ReviewedOption> Options, bool ShowsKey);
