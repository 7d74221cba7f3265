namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Categories are paths, "Kitchen/Hot": a slash in a name is doubled.</summary>
internal static class CategoryPath
{
    public const int MostCharacters = 200;

    public static List<string> Split(string path) =>
        [.. path.Replace("//", "\uFDD0", StringComparison.Ordinal).Split('/').Select(n => n.Replace('\uFDD0', '/').Trim()).Where(n => n.Length > 0)];

    public static string Join(IEnumerable<string> names) => string.Join('/', names.Select(n => n.Replace("/", "//", StringComparison.Ordinal)));

    /// <summary>As somebody typed it, without empty parts; null where nothing is left.</summary>
    public static string? Tidy(string? typed) => typed is null || Split(typed) is not { Count: > 0 } names ? null : Join(names);

    /// <summary>Whether it stands under the other one, however deep.</summary>
    public static bool IsBelow(string? category, string above)
    {
        if (category is null || category.Length <= above.Length + 1 || !category.StartsWith(above, StringComparison.Ordinal)) return false;
        var (names, parents) = (Split(category), Split(above));
        return names.Count > parents.Count && parents.Select((p, i) => names[i] == p).All(same => same);
    }
}
