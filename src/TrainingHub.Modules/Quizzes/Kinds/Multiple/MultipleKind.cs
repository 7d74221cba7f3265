using System.Text.Json;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Several options are right. All or nothing; or part marks: each wrong option taken cancels a right one.</summary>
internal sealed class MultipleKind : ChoiceKind
{
    public const string AllOrNothing = "all-or-nothing";
    public const string PartMarks = "part-marks";

    public override string Name => "multiple";
    public override string Label => "Multiple choice";
    public override string QuestionView => "/Quizzes/Kinds/Multiple/Multiple.cshtml";

    public override JsonElement Parse(YamlMap question, LocalText stem)
    {
        var options = ChoiceContent.ReadOptions(question);
        if (options.Count > 0 && options.All(o => !o.Correct)) question.Fault("options", "No option is right; mark at least one with \"correct: true\".");
        if (options.Count > 0 && options.All(o => o.Correct)) question.Fault("options", "All options are right; at least one must be wrong.");
        return new ChoiceContent(options, question.Choice("scoring", AllOrNothing, AllOrNothing, PartMarks)).ToJson();
    }

    protected override int Most(int offered) => offered;

    protected override long Grade(ChoiceContent content, IReadOnlySet<string> chosen, long maxMark)
    {
        var right = content.Options.Count(o => o.Correct);
        var hits = content.Options.Count(o => o.Correct && chosen.Contains(o.Id));
        var misses = chosen.Count - hits;
        if (content.Scoring != PartMarks) return hits == right && misses == 0 ? maxMark : 0;
        return maxMark * Math.Max(0, hits - misses) / right;
    }
}
