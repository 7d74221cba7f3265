using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Contracts;

/// <summary>A short scheduled quiz on some clauses of a course, for a list of people.</summary>
/// <param name="Clauses">Only questions on these are asked.</param>
/// <param name="Questions">At most so many; where the bank has fewer, all it has.</param>
/// <param name="People">Exactly those take it, whoever joins or leaves.</param>
/// <param name="LeadUrl">A page of this hub where the home page and the quiz's own page send people first.</param>
public sealed record ClauseSitting(long CourseId, LocalText Title, IReadOnlyList<string> Clauses, int Questions, int Attempts, IReadOnlyCollection<long> People, DateTimeOffset ClosesAt, string LeadUrl);

/// <param name="ScheduleId">Of the scheduled quiz, which opens with the transaction.</param>
/// <param name="Questions">How many one sitting asks.</param>
public sealed record OpenedSitting(long ScheduleId, long QuizId, int Questions);

public interface IClauseSittings
{
    /// <summary>How many questions a course's bank has on these clauses in every language; 0 also where the course has no quiz.</summary>
    Task<int> Questions(long courseId, IReadOnlyCollection<string> clauses, CancellationToken ct);

    /// <summary>Opens it at once, inside the caller's transaction; its people are told as of any scheduled quiz. Passing it does not count as passing the quiz.</summary>
    /// <returns>Null where no question can be asked: <see cref="Questions"/>.</returns>
    Task<OpenedSitting?> Open(ClauseSitting sitting, CancellationToken ct);
}
