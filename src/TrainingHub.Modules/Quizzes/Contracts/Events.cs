namespace TrainingHub.Modules.Quizzes.Contracts;

/// <summary>An attempt was graded; told in the grading transaction.</summary>
/// <param name="QuizSlug">The course's slug for its own quiz: the evidence key.</param>
/// <param name="Mark">Milli-points.</param>
/// <param name="At">When it was submitted.</param>
/// <param name="IsWhole">False for a set of practice, and for a sitting of a scheduled quiz with a number of questions of its own: it trains, but proves nothing about the quiz.</param>
/// <param name="StartedAt">When it was begun: the questions and the text they rest on are those of then.</param>
public sealed record AttemptGraded(long AttemptId, long PersonId, long QuizId, string QuizSlug, long Mark, long MaxMark, bool Passed, DateTimeOffset At, bool IsWhole = true, DateTimeOffset? StartedAt = null);

/// <summary>A scheduled quiz opened for these people.</summary>
public sealed record ScheduleOpened(long ScheduleId);

/// <summary>A scheduled quiz has closed and all that came in is marked, or a day has passed over it.</summary>
public sealed record ScheduleReported(long ScheduleId);
