using System.Text.Json;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>A statement that holds or does not; kept as two options, "true" and "false", always in this order.</summary>
internal sealed class TrueFalseKind : ChoiceKind
{
    public override string Name => "true-false";
    public override string Label => "True or false";
    public override string QuestionView => "/Quizzes/Kinds/Single/Single.cshtml";
    protected override bool KeepsOrder => true;

    public override JsonElement Parse(YamlMap question, QuestionHead head)
    {
        var answer = question.Choice("answer", null, "true", "false") == "true";
        return Content(answer, question.OptionalLocal("whenTrue"), question.OptionalLocal("whenFalse")).ToJson();
    }

    public static ChoiceContent Content(bool answer, LocalText? whenTrue, LocalText? whenFalse) => new(
    [
        new ChoiceOption("true", answer, new LocalText("对", "True"), whenTrue),
        new ChoiceOption("false", !answer, new LocalText("错", "False"), whenFalse),
    ]);

    public override IEnumerable<string> Write(JsonElement content)
    {
        var options = ChoiceContent.From(content).Options;
        yield return $"answer: {(options[0].Correct ? "true" : "false")}";
        if (options[0].Feedback is { } whenTrue) yield return $"whenTrue: {YamlLines.Inline(whenTrue)}";
        if (options[1].Feedback is { } whenFalse) yield return $"whenFalse: {YamlLines.Inline(whenFalse)}";
    }

    public override JsonElement FromEdit(EditFields fields)
    {
        var rows = fields.Rows("options").ToDictionary(r => r.Id, r => r.Fields);
        return Content(rows.TryGetValue("true", out var yes) && yes.Flag("correct"), yes?.Local("feedback"), rows.GetValueOrDefault("false")?.Local("feedback")).ToJson();
    }

    protected override int Most(int offered) => 1;

    protected override long Grade(ChoiceContent content, IReadOnlySet<string> chosen, long maxMark) =>
        content.Options.Any(o => o.Correct && chosen.Contains(o.Id)) ? maxMark : 0;
}
