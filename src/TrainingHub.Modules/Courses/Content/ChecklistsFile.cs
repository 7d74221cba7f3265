using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>A checklist for the floor.</summary>
/// <param name="Pass">Which share of the points passes it when it is filled in for somebody, in percent of what applies.</param>
/// <param name="Scale">Of a scored list: what each of its sections is scored by; else empty.</param>
internal sealed record Checklist(string Id, LocalText Title, int Pass, IReadOnlyList<ScaleSection> Scale, IReadOnlyList<ChecklistItem> Items);

/// <param name="Levels">What each score from 0 on means.</param>
internal sealed record ScaleSection(string Id, LocalText Title, IReadOnlyList<LocalText> Levels);

/// <param name="Section">Of a scored list: what the item is evidence for.</param>
internal sealed record ChecklistItem(string Id, string? Section, string? Clause, LocalText Text);

/// <summary>checklists.yaml, read strictly.</summary>
internal static class ChecklistsFile
{
    private const int Best = 4;

    public static IReadOnlyList<Checklist> Read(string file, string text, IReadOnlySet<string> clauses, Faults faults)
    {
        if (YamlMap.Parse(file, text, faults) is not { } root) return [];
        var lists = new List<Checklist>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in root.Maps("checklists"))
        {
            var id = ContentId.Read(list, seen);
            var title = list.Local("title");
            var pass = list.Number("pass", 100, 1, 100);
            var scale = ReadScale(list, list.Flag("scored", false));
            lists.Add(new Checklist(id, title, pass, scale, ReadItems(list, scale, clauses)));
            list.Done();
        }
        root.Done();
        return lists;
    }

    private static List<ScaleSection> ReadScale(YamlMap list, bool isScored)
    {
        if (isScored && !list.Has("scale")) list.Fault("scored", "A scored checklist says what the scores mean. Write scale, or remove scored.");
        if (!isScored && list.Has("scale")) list.Fault("scale", "Only a scored checklist has a scale. Write scored: true, or remove the scale.");
        var sections = new List<ScaleSection>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in list.Maps("scale", optional: true))
        {
            var levels = new List<LocalText>();
            var entries = section.Maps("levels");
            foreach (var level in entries)
            {
                var score = level.Number("score", null, 0, Best);
                if (score != levels.Count) level.Fault("score", $"The score {levels.Count} is expected here. Give the levels 0 to {Best} in order.");
                levels.Add(level.Local("text"));
                level.Done();
            }
            if (section.Has("levels") && levels.Count != Best + 1) section.Fault("levels", $"There are {levels.Count} levels; a scale has the {Best + 1} from 0 to {Best}.");
            sections.Add(new ScaleSection(ContentId.Read(section, seen, "s"), section.Local("title"), levels));
            section.Done();
        }
        return sections;
    }

    private static List<ChecklistItem> ReadItems(YamlMap list, List<ScaleSection> scale, IReadOnlySet<string> clauses)
    {
        var items = new List<ChecklistItem>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var entries = list.Maps("items");
        if (list.Has("items") && entries.Count == 0) list.Fault("items", "A checklist has at least one item.");
        foreach (var item in entries)
        {
            items.Add(new ChecklistItem(ContentId.Read(item, seen), ReadSection(item, scale), ContentId.Clause(item, clauses), item.Local("text")));
            item.Done();
        }
        return items;
    }

    private static string? ReadSection(YamlMap item, List<ScaleSection> scale)
    {
        var section = item.OptionalText("s");
        if (scale.Count == 0)
        {
            if (section is not null) item.Fault("s", "The checklist has no scale, so its items have no s. Remove it, or write scored and scale.");
            return null;
        }
        if (section is null) item.FaultHere($"The key \"s\" is missing: it says what of the scale the item is evidence for, one of {Names()}.");
        else if (scale.All(s => s.Id != section)) item.Fault("s", $"The scale has no \"{section}\"; use one of {Names()}.");
        return section;

        string Names() => string.Join(", ", scale.Select(s => s.Id));
    }
}
