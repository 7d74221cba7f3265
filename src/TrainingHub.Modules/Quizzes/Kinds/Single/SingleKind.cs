using System.Text.Json;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>One option is right; one can be picked.</summary>
internal sealed class SingleKind : ChoiceKind
{
    public override string Name => "single";
    public override string Label => "Single choice";
    public override string QuestionView => "/Quizzes/Kinds/Single/Single.cshtml";

    public override JsonElement Parse(YamlMap question, QuestionHead head)
    {
        var options = ChoiceContent.ReadOptions(question);
        var right = options.Count(o => o.Correct);
        if (options.Count > 0 && right == 0) question.Fault("options", "No option is right; mark exactly one with \"correct: true\".");
        if (right > 1) question.Fault("options", $"{right} options are right; a single choice has exactly one. Use \"kind: multiple\" for more.");
        return new ChoiceContent(options).ToJson();
    }

    public override JsonElement FromEdit(EditFields fields) => new ChoiceContent(OptionsOf(fields)).ToJson();

    protected override int Most(int offered) => 1;

    protected override long Grade(ChoiceContent content, IReadOnlySet<string> chosen, long maxMark) =>
        content.Weighed(chosen, maxMark) ?? (content.Options.Any(o => o.Correct && chosen.Contains(o.Id)) ? maxMark : 0);
}
