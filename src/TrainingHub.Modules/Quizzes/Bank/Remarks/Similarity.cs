namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>How much two texts have in common, by the pairs of neighbouring characters: it needs no dictionary and holds for Chinese as for English.</summary>
internal static class Similarity
{
    /// <summary>Letters and digits alone: punctuation, spaces and case make no other question.</summary>
    public static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    public static IReadOnlyDictionary<string, int> Pairs(string plain) =>
        Enumerable.Range(0, Math.Max(0, plain.Length - 1)).Select(i => plain.Substring(i, 2)).CountBy(p => p, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>What both have of what either has: 0 nothing, 1 everything.</summary>
    public static double Of(IReadOnlyDictionary<string, int> one, IReadOnlyDictionary<string, int> other)
    {
        var both = one.Sum(p => Math.Min(p.Value, other.GetValueOrDefault(p.Key)));
        var either = one.Values.Sum() + other.Values.Sum() - both;
        return either == 0 ? 0 : (double)both / either;
    }
}
