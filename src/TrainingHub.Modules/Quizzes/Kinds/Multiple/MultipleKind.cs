using System.Text.Json;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Several options are right. All or nothing; or part marks: each wrong option taken cancels a right one.</summary>
internal sealed class MultipleKind : ChoiceKind
{
    public override string Name => "multiple";
    public override string Label => "Multiple choice";
    public override string QuestionView => "/Quizzes/Kinds/Multiple/Multiple.cshtml";

    public override JsonElement Parse(YamlMap question, QuestionHead head)
    {
        var options = ChoiceContent.ReadOptions(question);
        if (options.Count > 0 && options.All(o => !o.Correct)) question.Fault("options", "No option is right; mark at least one with \"correct: true\".");
        if (options.Count > 0 && options.All(o => o.Correct)) question.Fault("options", "All options are right; at least one must be wrong.");
        return new ChoiceContent(options, Scoring.Read(question)).ToJson();
    }

    public override JsonElement FromEdit(EditFields fields) => new ChoiceContent(OptionsOf(fields), fields.Flag("parts") ? Scoring.PartMarks : Scoring.AllOrNothing).ToJson();

    protected override int Most(int offered) => offered;

    protected override long Grade(ChoiceContent content, IReadOnlySet<string> chosen, long maxMark)
    {
        if (content.Weighed(chosen, maxMark) is { } weighed) return weighed;
        var hits = content.Options.Count(o => o.Correct && chosen.Contains(o.Id));
        return Scoring.Mark(content.Scoring, hits, chosen.Count - hits, content.Options.Count(o => o.Correct), maxMark);
    }
}
