using System.Text.Json;

namespace TrainingHub.Modules.Quizzes.Contracts;

/// <summary>Answers for simulated learners. No page and no API gives them out.</summary>
public interface IAnswerKeys
{
    /// <param name="right">Whether the answer is to be surely right, or surely wrong.</param>
    Task<JsonElement> Answer(long attemptId, int slot, bool right, CancellationToken ct);
}
