using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>
/// Whoever knows nothing picks the longest option. Where that is right in more than half of a course's questions, by a fifth or more, the quiz gives itself away.
/// </summary>
internal sealed class LongestIsRight : IQuestionRule
{
    private const double ByFar = 1.2;
    private const int Enough = 4;

    public IEnumerable<Remark> Look(QuestionSet set)
    {
        var choices = ChoiceText.In(set).Where(c => !c.IsTrueFalse && c.Options.Any(o => !o.Correct)).ToList();
        foreach (var language in Languages.All)
        {
            var given = choices.Where(c => GivesAway(c, language)).ToList();
            if (choices.Count < Enough || given.Count * 2 <= choices.Count) continue;
            yield return set.Remark("options", 0, language, $"In {given.Count} of {choices.Count} questions the longest option by far is right: {string.Join(", ", given.Take(8).Select(c => c.Key))}{(given.Count > 8 ? " …" : "")}. Shorten the right ones, or let the wrong ones say as much.");
        }
    }

    private static bool GivesAway(ChoiceText choice, string language)
    {
        int Longest(bool right) => choice.Options.Where(o => o.Correct == right).Max(o => o.Text.In(language).Length);
        return Longest(right: true) >= ByFar * Longest(right: false);
    }
}
