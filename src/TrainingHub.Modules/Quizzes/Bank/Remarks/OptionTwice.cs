using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>Two options that read the same can't be told apart.</summary>
internal sealed class OptionTwice : IQuestionRule
{
    public IEnumerable<Remark> Look(QuestionSet set) => ChoiceText.In(set).SelectMany(c => Languages.All.SelectMany(language => c.Options
        .GroupBy(o => Similarity.Plain(o.Text.In(language)), StringComparer.Ordinal).Where(g => g.Count() > 1)
        .Select(g => set.Remark("options", c.Line, $"{c.Key}.options.{language}", $"The options {string.Join(" and ", g.Select(o => o.Id))} read the same: “{g.First().Text.In(language)}”. Change or remove one."))));
}
