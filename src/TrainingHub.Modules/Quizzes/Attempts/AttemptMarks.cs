using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>What one question of an attempt is worth.</summary>
/// <param name="Before">The mark as it stands, in milli-points; null: none, or void.</param>
/// <param name="Own">By the kind or a person, before what tries cost; null where a trainer has to mark it.</param>
/// <param name="Mark">What counts; null where a trainer has to mark it, or the question is void.</param>
/// <param name="Certain">Points by certainty.</param>
/// <param name="Counts">False where the question is void and taken out of the maximum.</param>
internal sealed record SlotMark(int Slot, bool MustPass, long MaxMark, long? Before, long? Own, long? Mark, long Certain, bool Counts);

/// <summary>An attempt added up: the only place that says who passes.</summary>
/// <param name="IsOpen">A trainer has to mark something first.</param>
internal sealed record AttemptMarks(IReadOnlyList<SlotMark> Slots, long Mark, long MaxMark, long? CertaintyScore, bool Passed, bool IsOpen)
{
    public static AttemptMarks Of(QuizSettings settings, IReadOnlyList<SlotMark> slots)
    {
        var counting = slots.Where(s => s.Counts).ToList();
        var (mark, maxMark) = (counting.Sum(s => s.Mark ?? 0), counting.Sum(s => s.MaxMark));
        long? score = settings.Behaviour == "confidence" ? counting.Sum(s => s.Certain) : null;
        // The answer that stands decides, whatever the tries before it cost.
        var isFailed = counting.Any(s => s.MustPass && s.Own < s.MaxMark);
        return new AttemptMarks(slots, mark, maxMark, score, !isFailed && QuizGrade.Reaches(mark, maxMark, settings.PassMark) && Marks.IsTrustworthy(score), counting.Any(s => s.Mark is null));
    }
}
