using System.Text.Json;
using Microsoft.Extensions.Primitives;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>What single, multiple and true-false have in common: options to pick from.</summary>
internal abstract class ChoiceKind : IPlayableKind
{
    public abstract string Name { get; }
    public abstract string Label { get; }
    public abstract string QuestionView { get; }
    public string ReviewView => "/Quizzes/Kinds/Choice/ChoiceReview.cshtml";
    public virtual bool KeepsOrder => false;

    public abstract JsonElement Parse(YamlMap question, LocalText stem);

    /// <summary>How many options may be picked.</summary>
    protected abstract int Most(int offered);

    protected abstract long Grade(ChoiceContent content, IReadOnlySet<string> chosen, long maxMark);

    public virtual IReadOnlyList<string> OptionKeys(JsonElement content) => [.. ChoiceContent.From(content).Options.Select(o => o.Id)];

    public IReadOnlyList<ShownOption> Show(JsonElement content, IReadOnlyList<string> order, Localizer t)
    {
        var options = ChoiceContent.From(content).Options;
        return [.. order.Select(id => options.First(o => o.Id == id)).Select(o => new ShownOption(o.Id, TextOf(o, t)))];
    }

    public Outcome<JsonElement> ReadForm(StringValues values, IReadOnlyList<string> offered) => ChoiceAnswer.ReadForm(values, offered, Most(offered.Count));

    public Outcome<JsonElement> ReadJson(JsonElement answer, IReadOnlyList<string> offered) => ChoiceAnswer.ReadJson(answer, offered, Most(offered.Count));

    public bool IsAnswered(JsonElement answer) => ChoiceAnswer.ChosenIn(answer).Count > 0;

    public long Grade(JsonElement content, JsonElement? answer, long maxMark)
    {
        var chosen = ChoiceAnswer.ChosenIn(answer).ToHashSet(StringComparer.Ordinal);
        return chosen.Count == 0 ? 0 : Grade(ChoiceContent.From(content), chosen, maxMark);
    }

    public JsonElement Example(JsonElement content, bool right)
    {
        var options = ChoiceContent.From(content).Options;
        var chosen = right ? options.Where(o => o.Correct) : options.Where(o => !o.Correct).Take(1);
        return JsonSerializer.SerializeToElement(new ChoiceAnswer([.. chosen.Select(o => o.Id).Order(StringComparer.Ordinal)]), Json.Plain);
    }

    public IReadOnlyList<ReviewedOption> Review(JsonElement content, IReadOnlyList<string> order, JsonElement? answer, Localizer t)
    {
        var options = ChoiceContent.From(content).Options;
        var chosen = ChoiceAnswer.ChosenIn(answer);
        return [.. order.Select(id => options.First(o => o.Id == id))
            .Select(o => new ReviewedOption(o.Id, TextOf(o, t), chosen.Contains(o.Id), o.Correct, o.Feedback is null ? null : t.Pick(o.Feedback)))];
    }

    public IEnumerable<string> Tally(JsonElement answer) => ChoiceAnswer.ChosenIn(answer);

    protected virtual string TextOf(ChoiceOption option, Localizer t) => t.Pick(option.Text);
}
