using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>What a learner may see of an attempt.</summary>
[Flags]
internal enum ReviewAspects
{
    None = 0,

    /// <summary>The questions with the answers given.</summary>
    Attempt = 1,

    /// <summary>Whether each answer is right.</summary>
    Correctness = 2,

    /// <summary>The attempt's mark, and each question's where correctness is shown too.</summary>
    Marks = 4,

    /// <summary>What the author says about the answers.</summary>
    Feedback = 8,

    RightAnswer = 16,

    All = Attempt | Correctness | Marks | Feedback | RightAnswer,
}

internal enum ReviewPhase { During, JustAfter, Later, AfterClose }

/// <summary>Which aspects are shown in which phase. The server decides by it for pages and API alike.</summary>
/// <param name="During">Of questions that were checked before submitting; the own answers are always seen.</param>
/// <param name="JustAfter">Within <see cref="JustAfterLasts"/> of submitting.</param>
/// <param name="Later">After that, while the quiz is open.</param>
/// <param name="AfterClose">Once the quiz has closed for everybody.</param>
internal sealed record ReviewMatrix(ReviewAspects During, ReviewAspects JustAfter, ReviewAspects Later, ReviewAspects AfterClose)
{
    public static readonly TimeSpan JustAfterLasts = TimeSpan.FromMinutes(2);

    public static readonly IReadOnlyList<(string Name, ReviewAspects Aspect)> Names =
    [
        ("attempt", ReviewAspects.Attempt), ("correctness", ReviewAspects.Correctness), ("marks", ReviewAspects.Marks), ("feedback", ReviewAspects.Feedback), ("rightAnswer", ReviewAspects.RightAnswer),
    ];

    public static readonly IReadOnlyList<(string Name, ReviewPhase Phase)> Phases =
        [("during", ReviewPhase.During), ("justAfter", ReviewPhase.JustAfter), ("later", ReviewPhase.Later), ("afterClose", ReviewPhase.AfterClose)];

    /// <summary>Everything as soon as it can no longer help: after submitting, and of what was checked and is locked.</summary>
    public static ReviewMatrix DefaultOf(string behaviour) => new(
        behaviour switch
        {
            "immediate" => ReviewAspects.All,
            "retry" => ReviewAspects.Correctness | ReviewAspects.Marks | ReviewAspects.Feedback,
            _ => ReviewAspects.None,
        },
        ReviewAspects.All, ReviewAspects.All, ReviewAspects.All);

    public ReviewAspects In(ReviewPhase phase) => phase switch
    {
        ReviewPhase.During => During,
        ReviewPhase.JustAfter => JustAfter,
        ReviewPhase.Later => Later,
        _ => AfterClose,
    };

    public static IEnumerable<string> NamesOf(ReviewAspects aspects) => Names.Where(n => aspects.HasFlag(n.Aspect)).Select(n => n.Name);

    /// <summary>Reads `review:`, a list of aspects for each phase; a phase that isn't named shows nothing.</summary>
    public static ReviewMatrix? Read(YamlMap quiz)
    {
        if (quiz.OptionalMap("review") is not { } map) return null;
        var matrix = new ReviewMatrix(Read(map, "during"), Read(map, "justAfter"), Read(map, "later"), Read(map, "afterClose"));
        map.Done();
        return matrix;
    }

    private static ReviewAspects Read(YamlMap map, string phase)
    {
        var aspects = ReviewAspects.None;
        foreach (var name in map.Texts(phase, optional: true))
        {
            var aspect = Names.FirstOrDefault(n => n.Name == name).Aspect;
            if (aspect == ReviewAspects.None) map.Fault(phase, $"\"{name}\" is not known here; use {string.Join(", ", Names.Select(n => n.Name))}.");
            aspects |= aspect;
        }
        return aspects;
    }
}
