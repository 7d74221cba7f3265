namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>What AttemptStatus.cshtml shows as one word.</summary>
/// <param name="Passed">Null until graded.</param>
/// <param name="IsHidden">It is graded, but whoever looks may not see how yet.</param>
internal sealed record AttemptStatus(string State, bool? Passed, bool IsHidden = false);
