using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.People.Contracts;

/// <summary>Tags of people are free words. How they are written and told apart is the same wherever somebody types them: on a page, in a people file, in a course's file.</summary>
public static class TagNames
{
    public const int Longest = 40;

    private static readonly char[] Separators = [',', '，', '、', ';', '；', '|', '\t', '\r', '\n'];

    /// <summary>One tag as it is kept: in small letters, with single blanks.</summary>
    public static string Tidy(string tag) => string.Join(' ', tag.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The tags of a list, separated by commas, semicolons, bars or new lines.</summary>
    public static IReadOnlyList<string> Split(string? list) =>
        [.. (list ?? "").Split(Separators).Select(Tidy).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>What is wrong with a tidy tag.</summary>
    public static Problem? Fault(string tag) =>
        tag.Length is 0 or > Longest ? Problem.Because("A tag has from 1 to {0} characters.", Longest)
        : tag.Any(c => Separators.Contains(c) || char.IsControl(c)) ? Problem.Because("A tag contains no commas, semicolons, bars or line breaks: they separate one tag from the next.")
        : null;
}
