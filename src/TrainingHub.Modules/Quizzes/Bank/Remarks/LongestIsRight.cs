using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Kinds;

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

/// <summary>"All of the above" is right when any two are, and needs no knowledge of the third.</summary>
internal sealed partial class CatchAllOption : IQuestionRule
{
    [System.Text.RegularExpressions.GeneratedRegex(@"以上(选项|各项|几项|说法)?(都|皆|全|均)|\b(all|none|both|neither|any) of (the above|these|them)\b", System.Text.RegularExpressions.RegexOptions.IgnoreCase)]
    private static partial System.Text.RegularExpressions.Regex CatchAll { get; }

    public IEnumerable<Remark> Look(QuestionSet set) => ChoiceText.In(set).SelectMany(c => c.Options.Where(o => CatchAll.IsMatch(o.Text.Zh) || CatchAll.IsMatch(o.Text.En))
        .Select(o => set.Remark("options", c.Line, $"{c.Key}.options[{o.Id}]", $"“{o.Text.En}” gives itself away and can't be shuffled. Write an option that can be judged by itself, or use `kind: multiple`.")));
}

/// <summary>Two options that read the same can't be told apart.</summary>
internal sealed class OptionTwice : IQuestionRule
{
    public IEnumerable<Remark> Look(QuestionSet set) => ChoiceText.In(set).SelectMany(c => Languages.All.SelectMany(language => c.Options
        .GroupBy(o => Similarity.Plain(o.Text.In(language)), StringComparer.Ordinal).Where(g => g.Count() > 1)
        .Select(g => set.Remark("options", c.Line, $"{c.Key}.options.{language}", $"The options {string.Join(" and ", g.Select(o => o.Id))} read the same: “{g.First().Text.In(language)}”. Change or remove one."))));
}

/// <summary>Whoever was wrong learns from the feedback why; "wrong" alone teaches nothing.</summary>
internal sealed class WrongWithoutFeedback : IQuestionRule
{
    public IEnumerable<Remark> Look(QuestionSet set) => ChoiceText.In(set).SelectMany(c => c.Options.Where(o => !o.Correct && o.Feedback is null).Select(o => set.Remark("feedback", c.Line, $"{c.Key}.{Place(c, o)}",
        $"Nobody learns why {(c.IsTrueFalse ? $"“{o.Id}”" : $"“{o.Text.En}”")} is wrong. Add {(c.IsTrueFalse ? $"`{Place(c, o)}: {{ zh-CN: …, en: … }}`" : "`feedback: { zh-CN: …, en: … }` to the option")}.")));

    private static string Place(ChoiceText choice, ChoiceOption option) => !choice.IsTrueFalse ? $"options[{option.Id}]" : option.Id == "true" ? "whenTrue" : "whenFalse";
}
