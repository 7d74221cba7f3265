using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>Whoever was wrong learns from the feedback why; "wrong" alone teaches nothing.</summary>
internal sealed class WrongWithoutFeedback : IQuestionRule
{
    public IEnumerable<Remark> Look(QuestionSet set) => ChoiceText.In(set).SelectMany(c => c.Options.Where(o => !o.Correct && o.Feedback is null).Select(o => set.Remark("feedback", c.Line, $"{c.Key}.{Place(c, o)}",
        $"Nobody learns why {(c.IsTrueFalse ? $"“{o.Id}”" : $"“{o.Text.En}”")} is wrong. Add {(c.IsTrueFalse ? $"`{Place(c, o)}: {{ zh-CN: …, en: … }}`" : "`feedback: { zh-CN: …, en: … }` to the option")}.")));

    private static string Place(ChoiceText choice, ChoiceOption option) => !choice.IsTrueFalse ? $"options[{option.Id}]" : option.Id == "true" ? "whenTrue" : "whenFalse";
}
