using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

internal enum Speaker { Guest, Staff }

/// <param name="Pinyin">How the Chinese phrase is said.</param>
/// <param name="Body">What face, hands and feet do meanwhile.</param>
internal sealed record Turn(Speaker Who, LocalText Text, string? Pinyin, LocalText? Body);

/// <summary>A role-play for two.</summary>
internal sealed record Dialogue(string Id, string? Clause, LocalText Title, LocalText Setting, IReadOnlyList<Turn> Turns);

/// <summary>dialogues.yaml, read strictly.</summary>
internal static class DialoguesFile
{
    public static IReadOnlyList<Dialogue> Read(string file, string text, IReadOnlySet<string> clauses, Faults faults)
    {
        if (YamlMap.Parse(file, text, faults) is not { } root) return [];
        var dialogues = new List<Dialogue>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var entries = root.Maps("dialogues");
        if (root.Has("dialogues") && entries.Count == 0) root.Fault("dialogues", "There is no role-play; write one or remove the file.");
        foreach (var entry in entries)
        {
            dialogues.Add(new Dialogue(ContentId.Read(entry, seen), ContentId.Clause(entry, clauses), entry.Local("title"), entry.Local("setting"), ReadTurns(entry)));
            entry.Done();
        }
        root.Done();
        return dialogues;
    }

    private static List<Turn> ReadTurns(YamlMap entry)
    {
        var turns = new List<Turn>();
        foreach (var map in entry.Maps("turns"))
        {
            turns.Add(new Turn(map.Choice("who", null, "guest", "staff") == "staff" ? Speaker.Staff : Speaker.Guest, map.Local("text"), map.OptionalText("pinyin"), map.OptionalLocal("body")));
            map.Done();
        }
        if (entry.Has("turns") && (turns.All(t => t.Who == Speaker.Staff) || turns.All(t => t.Who == Speaker.Guest)))
            entry.Fault("turns", "A role-play is for two: somebody of the staff and a guest both speak. Write a turn of the other one.");
        return turns;
    }
}
