namespace TrainingHub.Modules.Quizzes.Contracts;

/// <summary>An attempt was graded; told in the grading transaction.</summary>
/// <param name="QuizSlug">The course's slug for its own quiz: the evidence key.</param>
/// <param name="Mark">Milli-points.</param>
/// <param name="At">When it was submitted.</param>
public sealed record AttemptGraded(long AttemptId, long PersonId, long QuizId, string QuizSlug, long Mark, long MaxMark, bool Passed, DateTimeOffset At);

/// <summary>A scheduled quiz opened for these people.</summary>
public sealed record ScheduleOpened(long ScheduleId);
