using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>The key "id" of an entry in a course's file: it stands in addresses and is never given twice.</summary>
internal static class ContentId
{
    /// <summary>The id, or "" where the key is missing.</summary>
    public static string Read(YamlMap map, HashSet<string> seen, string key = "id")
    {
        var id = map.Text(key);
        if (id.Length == 0)
        {
            if (map.Has(key)) map.Fault(key, "The id is empty; write lower-case letters, digits and hyphens.");
        }
        else if (!ContentPaths.Slug.IsMatch(id)) map.Fault(key, $"\"{id}\" is no id; write lower-case letters, digits and hyphens.");
        else if (!seen.Add(id)) map.Fault(key, $"The id {id} is used twice; change one of them.");
        return id;
    }

    /// <summary>The clause an entry is about; null where it names none.</summary>
    public static string? Clause(YamlMap map, IReadOnlySet<string> clauses)
    {
        if (map.OptionalText("clause") is not { } clause) return null;
        if (!clauses.Contains(clause)) map.Fault("clause", $"The clause {clause} is not defined in module.yaml. Correct the number or define it there.");
        return clause;
    }
}
