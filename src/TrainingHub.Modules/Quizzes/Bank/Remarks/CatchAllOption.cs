using System.Text.RegularExpressions;
using TrainingHub.Modules.Courses.Contracts;

namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>"All of the above" is right when any two are, and needs no knowledge of the third.</summary>
internal sealed partial class CatchAllOption : IQuestionRule
{
    [GeneratedRegex(@"以上(选项|各项|几项|说法)?(都|皆|全|均)|^[都全](不?对|错|不?是)。?\z|\b(all|none|both|neither|any) of the (above|options)\b|^(all|none|both|neither) of (these|them)\.?\z", RegexOptions.IgnoreCase)]
    private static partial Regex CatchAll { get; }

    public IEnumerable<Remark> Look(QuestionSet set) => ChoiceText.In(set).SelectMany(c => c.Options.Where(o => CatchAll.IsMatch(o.Text.Zh) || CatchAll.IsMatch(o.Text.En))
        .Select(o => set.Remark("options", c.Line, $"{c.Key}.options[{o.Id}]", $"“{o.Text.En}” gives itself away and can't be shuffled. Write an option that can be judged by itself, or use `kind: multiple`.")));
}
