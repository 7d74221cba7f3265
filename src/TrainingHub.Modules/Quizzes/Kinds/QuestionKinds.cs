namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>All kinds the content format knows. A kind becomes playable by implementing <see cref="IPlayableKind"/>; nothing else changes.</summary>
internal static class QuestionKinds
{
    private static readonly IQuestionKind[] Simple =
    [
        new SingleKind(), new MultipleKind(), new TrueFalseKind(), new MatchingKind(), new OrderingKind(), new FillInKind(),
    ];

    public static readonly IReadOnlyList<IQuestionKind> All = [.. Simple, new ScenarioKind(Simple), new HotspotKind(), new FreeTextKind(), new PhotoKind()];

    public static readonly string[] Names = [.. All.Select(k => k.Name)];

    public static readonly string[] PlayableNames = [.. All.OfType<IPlayableKind>().Select(k => k.Name)];

    public static IQuestionKind Find(string name) => All.First(k => k.Name == name);

    /// <summary>The kind of a question that was asked: only playable ones are ever drawn.</summary>
    public static IPlayableKind Playable(string name) => (IPlayableKind)Find(name);
}
