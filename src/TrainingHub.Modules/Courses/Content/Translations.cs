using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>What is translated as one: a lesson, a question, a clause, a title.</summary>
/// <param name="Path">Where the translation stands, with its line and key.</param>
/// <param name="Stamp">The beginning of the SHA-256 of the source text.</param>
/// <param name="Translated">The same of the translation.</param>
internal sealed record TranslatedUnit(string Name, string Path, int Line, string Key, string Stamp, string Translated);

/// <summary>translations.yaml: for each text the stamp of the source that its translation was made from. The hub writes it, nobody by hand.</summary>
internal static partial class Translations
{
    private const string Head = "# Written by `content check --stamp`: which source text each translation was made from. Not to be edited.\n";

    [GeneratedRegex(@"^[0-9a-f]{8}\z")]
    private static partial Regex Stamp { get; }

    public static IReadOnlyDictionary<string, string> Read(string file, string text, Faults faults)
    {
        var stamps = new Dictionary<string, string>(StringComparer.Ordinal);
        if (YamlMap.Parse(file, text, faults) is not { } map) return stamps;
        foreach (var name in map.Keys)
        {
            if (map.Text(name) is var stamp && Stamp.IsMatch(stamp)) stamps[name] = stamp;
            else map.Fault(name, "This is no stamp. Don't edit this file; remove it and let `content check --stamp` write it anew.");
        }
        return stamps;
    }

    /// <summary>The language the authors write first; null where module.yaml can't be read.</summary>
    public static string? SourceOf(ContentFolder folder) => folder.Text(ContentPaths.Module) is { } text && ModuleFile.Read(ContentPaths.Module, text, new Faults()) is { Source: var source } ? source : null;

    /// <summary>As it stands where every translation fits.</summary>
    public static byte[] Write(ContentFolder folder, string source) => Write(Of(folder, source).Select(u => (u.Name, u.Stamp)));

    /// <summary>
    /// What an edit does to the file: whoever changed a text and its translation at once translated it, and so did who wrote both anew.
    /// Null where nothing is to be written.
    /// </summary>
    public static byte[]? AfterEdit(ContentFolder before, ContentFolder after)
    {
        if (after.Text(ContentPaths.Translations) is not { } text || SourceOf(after) is not { } source) return null;
        var stamps = Read("", text, new Faults());
        var old = Of(before, source).ToDictionary(u => u.Name, StringComparer.Ordinal);
        var now = Of(after, source);
        var bytes = Write(now.Select(u => (u.Name, Stamp: !old.TryGetValue(u.Name, out var was) || (was.Stamp != u.Stamp && was.Translated != u.Translated) ? u.Stamp : stamps.GetValueOrDefault(u.Name)))
            .Where(u => u.Stamp is not null).Select(u => (u.Name, u.Stamp!)));
        return bytes.AsSpan().SequenceEqual(after.Files[ContentPaths.Translations]) ? null : bytes;
    }

    public static IReadOnlyList<TranslatedUnit> Of(ContentFolder folder, string source)
    {
        var target = Languages.All.First(l => l != source);
        var pages = CourseText.PagesIn(folder).GroupBy(p => p.Unit).SelectMany(g => PairOf([.. g], source, target));
        var texts = CourseText.TextsIn(folder).GroupBy(t => t.Unit).Select(g =>
            new TranslatedUnit(g.Key, g.First().Path, g.First().In(target).Line, KeyOf(g.Key), StampOf(g.Select(t => t.In(source).Text)), StampOf(g.Select(t => t.In(target).Text))));
        return [.. pages.Concat(texts)];
    }

    /// <summary>None where a language is missing. A draft may have two lessons of one slug, which is a fault of its own; the first one counts then.</summary>
    private static IEnumerable<TranslatedUnit> PairOf(IReadOnlyList<PageText> pages, string source, string target) =>
        pages.FirstOrDefault(p => p.Language == source) is { } from && pages.FirstOrDefault(p => p.Language == target) is { } to
            ? [new TranslatedUnit(to.Unit, to.Path, 0, "", StampOf([from.Title, from.Markdown]), StampOf([to.Title, to.Markdown]))] : [];

    /// <summary>"questions.yaml/questions/grm-face-01" without the file, which stands before it anyway.</summary>
    private static string KeyOf(string unit) => unit[(unit.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static byte[] Write(IEnumerable<(string Name, string Stamp)> stamps) =>
        Encoding.UTF8.GetBytes(Head + string.Concat(stamps.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => $"{s.Name}: \"{s.Stamp}\"\n")));

    /// <summary>Line ends, spaces at the end of a line and empty lines are no change of the text.</summary>
    private static string StampOf(IEnumerable<string> texts)
    {
        var tidy = string.Join('\n', texts.SelectMany(t => t.Split('\n')).Select(l => l.TrimEnd()).Where(l => l.Length > 0));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tidy)))[..8];
    }
}
