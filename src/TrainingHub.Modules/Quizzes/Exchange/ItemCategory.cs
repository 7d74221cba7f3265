namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Categories as Moodle writes their path: "$course$/top/Kitchen/Hot // cold", a slash in a name doubled.</summary>
internal static class ItemCategory
{
    /// <summary>Without what only Moodle knows: the context and the topmost category. Null where nothing is left.</summary>
    public static string? Normal(string path)
    {
        var names = Split(path);
        if (names.Count > 0 && names[0].Length > 2 && names[0].StartsWith('$') && names[0].EndsWith('$')) names.RemoveAt(0);
        if (names.Count > 0 && names[0] == "top") names.RemoveAt(0);
        return names.Count == 0 ? null : Join(names);
    }

    public static List<string> Split(string path) =>
        [.. path.Replace("//", "\uFDD0", StringComparison.Ordinal).Split('/').Select(n => n.Replace('\uFDD0', '/').Trim()).Where(n => n.Length > 0)];

    public static string Join(IEnumerable<string> names) => string.Join('/', names.Select(n => n.Replace("/", "//", StringComparison.Ordinal)));
}
