namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>What AttemptStatus.cshtml shows as one word.</summary>
/// <param name="Passed">Null until graded.</param>
internal sealed record AttemptStatus(string State, bool? Passed);
