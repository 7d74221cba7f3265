namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Tags as somebody types them: by comma, in either script.</summary>
internal static class TagList
{
    public const int MostCharacters = 60;

    public static IReadOnlyList<string> Read(string? typed) =>
        [.. (typed ?? "").Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    public static string Write(IEnumerable<string> tags) => string.Join(", ", tags);
}
