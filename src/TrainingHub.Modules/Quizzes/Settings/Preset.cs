namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>A common purpose with the settings that suit it. Picking one fills the form; from then on it is settings like any others.</summary>
/// <param name="Label">English text for the screen.</param>
/// <param name="Purpose">English text: one line.</param>
/// <param name="Apply">Leaves alone which questions are drawn, and when the quiz opens and closes.</param>
internal sealed record Preset(string Name, string Label, string Purpose, Func<QuizSettings, QuizSettings> Apply)
{
    private const ReviewAspects NoKey = ReviewAspects.Attempt | ReviewAspects.Correctness | ReviewAspects.Marks | ReviewAspects.Feedback;

    public static readonly IReadOnlyList<Preset> All =
    [
        new("practice", "Practice", "Learn by trying: each answer is checked at once, as often as one likes.", s => Plain(s) with { PassMark = 60, Behaviour = "immediate" }),
        new("mastery", "Mastery", "Until it is known: feedback at the end without giving the right answers away, an hour between attempts.",
            s => Plain(s) with { PassMark = 80, Wait = 60, Review = new ReviewMatrix(ReviewAspects.None, NoKey, NoKey, ReviewAspects.All) }),
        new("exam", "Exam", "Once, against the clock, with an access code and an invigilator: the mark when it is submitted, everything else after the quiz has closed.",
            s => Plain(s) with { PassMark = 80, Attempts = 1, TimeLimit = 30, AccessCode = true, Networks = s.Networks, Invigilated = true, Review = new ReviewMatrix(ReviewAspects.None, ReviewAspects.Marks, ReviewAspects.Marks, ReviewAspects.All) }),
        new("refresher", "Daily refresher", "Five questions a day: a second try costs a third of the marks, and the latest result counts.",
            s => Plain(s) with { Questions = 5, Draw = [new([], 5)], PassMark = 60, Wait = 720, Grade = "latest", Behaviour = "retry" }),
    ];

    /// <summary>Everything a preset decides, at its default.</summary>
    private static QuizSettings Plain(QuizSettings s) => s with
    {
        TimeLimit = 0, Attempts = 0, Wait = 0, Grade = "highest", Behaviour = "deferred", Shuffle = true, ShuffleOptions = null, WhenTimeIsUp = "submit", Grace = 0,
        LateStart = "cut", Navigation = "free", Layout = "one", Penalty = 33, Review = null, Offline = false, AccessCode = false, Networks = [], Invigilated = false,
    };
}
