namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>All kinds of questions. A new kind is a new folder, and a line here.</summary>
internal static class QuestionKinds
{
    private static readonly IQuestionKind[] Simple =
    [
        new SingleKind(), new MultipleKind(), new TrueFalseKind(), new MatchingKind(), new OrderingKind(), new FillInKind(),
    ];

    public static readonly IReadOnlyList<IQuestionKind> All = [.. Simple, new ScenarioKind(Simple), new HotspotKind(), new FreeTextKind(), new PhotoKind()];

    public static readonly string[] Names = [.. All.Select(k => k.Name)];

    public static IQuestionKind Find(string name) => All.First(k => k.Name == name);
}
