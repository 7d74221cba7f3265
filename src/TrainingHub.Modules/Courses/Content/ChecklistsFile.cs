using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>checklists.yaml: checked here; its bytes travel with the version.</summary>
internal static class ChecklistsFile
{
    public static void Check(string file, string text, IReadOnlySet<string> clauses, Faults faults)
    {
        if (YamlMap.Parse(file, text, faults) is not { } root) return;
        var lists = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in root.Maps("checklists"))
        {
            CheckId(list, lists);
            list.Local("title");
            var items = new HashSet<string>(StringComparer.Ordinal);
            var entries = list.Maps("items");
            if (list.Has("items") && entries.Count == 0) list.Fault("items", "A checklist has at least one item.");
            foreach (var item in entries)
            {
                CheckId(item, items);
                if (item.OptionalText("clause") is { } clause && !clauses.Contains(clause)) item.Fault("clause", $"The clause {clause} is not defined in module.yaml. Correct the number or define it there.");
                item.Local("text");
                item.Done();
            }
            list.Done();
        }
        root.Done();
    }

    private static void CheckId(YamlMap map, HashSet<string> seen)
    {
        var id = map.Text("id");
        if (id.Length == 0) return;
        if (!ContentPaths.Slug.IsMatch(id)) map.Fault("id", $"\"{id}\" is no id; write lower-case letters, digits and hyphens.");
        else if (!seen.Add(id)) map.Fault("id", $"The id {id} is used twice; change one of them.");
    }
}
