using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>Options to pick from, of a question or of a part of a scenario.</summary>
/// <param name="Key">The place as an author finds it: "grm-face-01", "grm-case-02.parts[a]".</param>
internal sealed record ChoiceText(int Line, string Key, string Kind, IReadOnlyList<ChoiceOption> Options)
{
    public bool IsTrueFalse => Kind == new TrueFalseKind().Name;

    public static IEnumerable<ChoiceText> In(QuestionSet set) => set.Questions.SelectMany(question => QuestionKinds.Find(question.Kind) switch
    {
        ChoiceKind => [new ChoiceText(question.Line, question.Slug, question.Kind, ChoiceContent.From(question.Body.Content).Options)],
        ScenarioKind => ScenarioContent.From(question.Body.Content).Parts.Where(p => QuestionKinds.Find(p.Kind) is ChoiceKind)
            .Select(p => new ChoiceText(question.Line, $"{question.Slug}.parts[{p.Id}]", p.Kind, ChoiceContent.From(p.Content).Options)),
        _ => Enumerable.Empty<ChoiceText>(),
    });
}
