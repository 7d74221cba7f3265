using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Categories as Moodle writes their path: "$course$/top/Kitchen/Hot // cold", a slash in a name doubled.</summary>
internal static class ItemCategory
{
    /// <summary>Without what only Moodle knows: the context and the topmost category. Null where nothing is left.</summary>
    public static string? Normal(string path)
    {
        var names = CategoryPath.Split(path);
        if (names.Count > 0 && names[0].Length > 2 && names[0].StartsWith('$') && names[0].EndsWith('$')) names.RemoveAt(0);
        if (names.Count > 0 && names[0] == "top") names.RemoveAt(0);
        return names.Count == 0 ? null : CategoryPath.Join(names);
    }
}
