using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes;

/// <summary>Why somebody decided something about another person's attempt.</summary>
internal static class WrittenReason
{
    private const int MostCharacters = 500;

    /// <summary>Without the spaces around it.</summary>
    public static Outcome<string> Of(string? typed) =>
        typed?.Trim() is { Length: > 0 and <= MostCharacters } reason ? reason : Problem.Because("Give the reason, in at most 500 characters; auditors read it.");
}
