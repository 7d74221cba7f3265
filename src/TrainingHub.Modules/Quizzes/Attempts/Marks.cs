using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>
/// What a behaviour makes of the mark that the kind gives an answer. All in milli-points, in whole numbers: no rounding ever lifts somebody over the pass mark.
/// </summary>
internal static class Marks
{
    /// <summary>The mark that counts; null where a trainer has yet to mark it.</summary>
    /// <param name="mark">By the kind, for the answer that stands.</param>
    /// <param name="wrongTries">Answers before it that were checked and not wholly right.</param>
    public static long? Of(QuizSettings settings, long? mark, long maxMark, int wrongTries) =>
        mark is { } own && settings.Behaviour == "retry" ? AfterTries(own, maxMark, wrongTries, settings.Penalty) : mark;

    /// <summary>Each wrong try costs so many percent of the full marks; never below 0.</summary>
    public static long AfterTries(long mark, long maxMark, int wrongTries, int penaltyPercent)
    {
        // Rounded up, so that three tries at 33 % and a full mark never leave a crumb more than was said.
        var cost = (maxMark * penaltyPercent * wrongTries + 99) / 100;
        return Math.Max(0, mark - cost);
    }

    /// <summary>
    /// Certainty-based points by the usual table: right earns 1, 2 or 3 times the marks, wrong costs 0, 2 or 6 times. A part-right answer earns
    /// its part of what a right one would; an unanswered question is worth nothing either way. Who names no certainty is taken as least sure.
    /// </summary>
    public static long ByCertainty(long mark, long maxMark, bool isAnswered, int? certainty)
    {
        if (!isAnswered) return 0;
        var sure = Math.Clamp(certainty ?? 1, 1, 3);
        return mark > 0 ? mark * sure : -maxMark * (sure switch { 1 => 0, 2 => 2, _ => 6 });
    }

    /// <summary>Marking by confidence: whoever is so often sure and wrong that the points fall below zero doesn't pass, whatever the mark.</summary>
    public static bool IsTrustworthy(long? certaintyScore) => certaintyScore is null or >= 0;
}
