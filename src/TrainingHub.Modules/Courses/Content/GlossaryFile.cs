using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <param name="Pinyin">How the Chinese word is said; may be missing.</param>
/// <param name="Romaji">Where the word came by way of Japanese: how it is said there.</param>
internal sealed record Term(string Id, LocalText Name, string? Pinyin, string? Romaji, LocalText Text);

/// <summary>glossary.yaml, read strictly.</summary>
internal static class GlossaryFile
{
    /// <summary>The address of a term among all courses' terms.</summary>
    public static string Address(string course, string term) => $"/learn/glossary#{course}-{term}";

    /// <summary>Null where the file is no YAML at all: then nobody knows which terms there are.</summary>
    public static IReadOnlyList<Term>? Read(string file, string text, Faults faults)
    {
        if (YamlMap.Parse(file, text, faults) is not { } root) return null;
        var terms = new List<Term>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var entries = root.Maps("terms");
        if (root.Has("terms") && entries.Count == 0) root.Fault("terms", "A glossary has at least one term; write one or remove the file.");
        foreach (var entry in entries)
        {
            var term = new Term(ContentId.Read(entry, seen), entry.Local("term"), Spoken(entry, "pinyin"), Spoken(entry, "romaji"), entry.Local("text"));
            foreach (var name in (string[])[term.Name.Zh, term.Name.En])
                if (name.Length > 0 && !names.TryAdd(name, entry.Line) && names[name] != entry.Line) entry.Fault("term", $"\"{name}\" is explained twice, first in line {names[name]}. Keep one of them.");
            entry.Done();
            terms.Add(term);
        }
        root.Done();
        return terms;
    }

    private static string? Spoken(YamlMap entry, string key)
    {
        var text = entry.OptionalText(key);
        if (text is not null && string.IsNullOrWhiteSpace(text)) entry.Fault(key, $"{key} is empty; write it or remove the key.");
        return text;
    }
}
