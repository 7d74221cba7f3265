using System.Text.Json;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>What one graded attempt adds to the sums of its quiz.</summary>
/// <param name="SiteId">Where the person worked when it was first counted; it stays, so that a transfer moves no old result.</param>
/// <param name="DepartmentId">0: none.</param>
/// <param name="IsFirst">The person's first attempt at this quiz.</param>
/// <param name="Share">Of the full marks, in basis points.</param>
internal sealed record Contribution(long QuizId, long SiteId, long DepartmentId, string Language, bool IsFirst, bool Passed, long Share, IReadOnlyList<ItemContribution> Items)
{
    public const int Whole = 10_000;
    public const int Bands = 20;

    public int Band => (int)Math.Min(Bands - 1, Share * Bands / Whole);

    public static long ShareOf(long mark, long maxMark) => maxMark == 0 ? 0 : mark * Whole / maxMark;

    public static Contribution From(string json) => JsonSerializer.Deserialize<Contribution>(json, Json.Plain)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json.Plain);
}

/// <summary>What it adds to one question's sums.</summary>
/// <param name="Mark">Milli-points.</param>
/// <param name="Rest">The share of everything else in the attempt, in basis points; null where there is nothing else.</param>
/// <param name="Seconds">Null where it can't be known.</param>
internal sealed record ItemContribution(long VersionId, long Mark, long MaxMark, long? Rest, bool IsBlank, int? Seconds, IReadOnlyList<string> Responses);
