using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Contracts;

/// <summary>What came of a scheduled quiz, of the people one reader looks after.</summary>
/// <param name="SeriesId">Null: it was planned before quizzes could repeat.</param>
/// <param name="MeanPercent">Of each person's best attempt; null where none is marked.</param>
/// <param name="Waiting">People whose answers a trainer still has to mark.</param>
/// <param name="Hardest">At most three, the hardest first; none where everybody had everything right.</param>
public sealed record ScheduleFigures(LocalText Title, long? SeriesId, DateTimeOffset OpenedAt, int Asked, int Took, int Passed, int? MeanPercent, int Waiting, IReadOnlyList<HardQuestion> Hardest);

/// <param name="Percent">Of the marks that could be reached in it.</param>
public sealed record HardQuestion(LocalText Stem, int Percent);

public interface IScheduleResults
{
    /// <summary>Ids of those who are told the results: who has the permission to be, over at least one person who was asked.</summary>
    Task<IReadOnlyList<long>> Readers(long scheduleId, CancellationToken ct);

    /// <summary>Null where the reader may see none of the people who were asked.</summary>
    Task<ScheduleFigures?> Of(long scheduleId, long readerId, CancellationToken ct);
}
