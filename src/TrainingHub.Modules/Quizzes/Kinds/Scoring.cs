using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>What an answer is worth that is right in part: nothing, unless the author asks for part marks.</summary>
internal static class Scoring
{
    public const string AllOrNothing = "all-or-nothing";
    public const string PartMarks = "part-marks";

    public static string Read(YamlMap question) => question.Choice("scoring", AllOrNothing, AllOrNothing, PartMarks);

    public static IEnumerable<string> Write(string? scoring) => scoring == PartMarks ? [$"scoring: {PartMarks}"] : [];

    /// <param name="misses">What was chosen and is wrong; each cancels a hit.</param>
    public static long Mark(string? scoring, int hits, int misses, int wanted, long maxMark) =>
        scoring == PartMarks ? maxMark * Math.Clamp(hits - misses, 0, wanted) / wanted : hits == wanted && misses == 0 ? maxMark : 0;
}
