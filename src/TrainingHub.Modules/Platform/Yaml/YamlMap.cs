using System.Globalization;
using TrainingHub.Modules.Platform.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TrainingHub.Modules.Platform.Yaml;

/// <summary>
/// A YAML map read strictly: every key must be asked for, every fault has its line. Reading goes on after a fault with a harmless value;
/// call <see cref="Done"/> at the end, which reports keys nobody asked for.
/// </summary>
public sealed class YamlMap
{
    private readonly YamlMappingNode node;
    private readonly string path;
    private readonly HashSet<string> asked = [];

    private YamlMap(YamlMappingNode node, string file, string path, Faults faults)
    {
        this.node = node;
        File = file;
        this.path = path;
        Faults = faults;
    }

    public string File { get; }

    public Faults Faults { get; }

    public int Line => (int)node.Start.Line;

    /// <summary>Parses a file whose root is a map; null, with a fault, where it is none or is no YAML.</summary>
    public static YamlMap? Parse(string file, string text, Faults faults)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        try
        {
            if (Refused(scanner) is var (at, why))
            {
                faults.Add(new Fault(file, (int)at.Line, (int)at.Column, "", why));
                return null;
            }
            scanner = new Scanner(new StringReader(text), skipComments: true);
            var stream = new YamlStream();
            stream.Load(new Parser(scanner));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode map) return new YamlMap(map, file, "", faults);
            faults.Add(new Fault(file, 1, 1, "", stream.Documents.Count > 1 ? "One document is expected; remove the line ---." : "A map of keys and values is expected."));
        }
        catch (YamlException e)
        {
            faults.Add(Broken(file, e.Start, e.InnerException?.Message ?? e.Message));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The library's answer to some unclosed flow collections; it says no place, but the scanner stands there.
            faults.Add(Broken(file, scanner.CurrentPosition, "a bracket, a brace or a quote is not closed before this line"));
        }
        return null;
    }

    private static Fault Broken(string file, Mark at, string why) =>
        new(file, (int)at.Line, (int)at.Column, "", $"This is not valid YAML: {why.TrimEnd('.')}. Check indentation and brackets, and put a text that holds \": \" or begins with a sign in quotes.");

    /// <summary>
    /// What must not even be loaded, found in the stream of events: the tree is built and read by recursion, which a hostile file could
    /// drive until the process dies, by nesting or by an alias to a node above itself.
    /// </summary>
    private static (Mark At, string Why)? Refused(Scanner scanner)
    {
        const int most = 32;
        var parser = new Parser(scanner);
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > most) return (parser.Current.Start, "This is nested too deeply; no content file needs that. Close a bracket that is still open.");
            if (parser.Current is YamlDotNet.Core.Events.AnchorAlias alias) return (alias.Start, $"*{alias.Value} refers to another place, which content files don't do. Write the text out, or put it in quotes if it begins with *.");
        }
        return null;
    }

    public void Fault(string key, string message) => Report(Find(key), key, message);

    public void FaultHere(string message) => Faults.Add(new Fault(File, (int)node.Start.Line, (int)node.Start.Column, path, message));

    public bool Has(string key) => Find(key) is not null;

    public string Text(string key) => OptionalText(key) ?? Missing(key, "");

    public string? OptionalText(string key)
    {
        if (Ask(key) is not { } value) return null;
        if (value is YamlScalarNode scalar) return scalar.Value ?? "";
        Report(value, key, "A text is expected.");
        return null;
    }

    public string Choice(string key, string? fallback, params string[] allowed)
    {
        var text = OptionalText(key);
        if (text is null) return fallback ?? Missing(key, allowed[0]);
        if (allowed.Contains(text, StringComparer.Ordinal)) return text;
        Fault(key, $"\"{text}\" is not known here; use one of {string.Join(", ", allowed)}.");
        return allowed[0];
    }

    public int Number(string key, int? fallback, int least, int most)
    {
        var text = OptionalText(key);
        if (text is null) return fallback ?? Missing(key, least);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Fault(key, $"\"{text}\" is not a whole number from {least} to {most}.");
        return least;
    }

    public decimal Fraction(string key, decimal? fallback, decimal least, decimal most)
    {
        var text = OptionalText(key);
        if (text is null) return fallback ?? Missing(key, least);
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Fault(key, $"\"{text}\" is not a number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}.");
        return least;
    }

    public bool Flag(string key, bool fallback)
    {
        var text = OptionalText(key);
        if (text is null) return fallback;
        if (text is "true" or "false") return text == "true";
        Fault(key, $"\"{text}\" must be true or false.");
        return fallback;
    }

    /// <summary>A text in both languages: { zh-CN: …, en: … }; a missing translation is a fault.</summary>
    public LocalText Local(string key) => OptionalLocal(key) ?? Missing(key, new LocalText("", ""));

    public LocalText? OptionalLocal(string key)
    {
        if (OptionalMap(key) is not { } map) return null;
        var zh = map.Translation(Languages.Chinese);
        var en = map.Translation(Languages.English);
        map.Done();
        return new LocalText(zh, en);
    }

    private string Translation(string language)
    {
        var text = OptionalText(language);
        if (!string.IsNullOrWhiteSpace(text)) return text;
        FaultHere($"The translation in {language} is missing; add \"{language}: …\".");
        return "";
    }

    public YamlMap? Map(string key) => OptionalMap(key) ?? Missing<YamlMap?>(key, null);

    public YamlMap? OptionalMap(string key)
    {
        if (Ask(key) is not { } value) return null;
        if (value is YamlMappingNode map) return new YamlMap(map, File, Join(key), Faults);
        Report(value, key, "A map of keys and values is expected.");
        return null;
    }

    /// <summary>The maps of a list; a missing key is a fault unless it is optional.</summary>
    public List<YamlMap> Maps(string key, bool optional = false)
    {
        var result = new List<YamlMap>();
        foreach (var (item, index) in Items(key, optional))
        {
            if (item is YamlMappingNode map) result.Add(new YamlMap(map, File, $"{Join(key)}[{index}]", Faults));
            else Report(item, $"{key}[{index}]", "A map of keys and values is expected.");
        }
        return result;
    }

    public List<string> Texts(string key, bool optional = false)
    {
        var result = new List<string>();
        foreach (var (item, index) in Items(key, optional))
        {
            if (item is YamlScalarNode { Value: { } text }) result.Add(text);
            else Report(item, $"{key}[{index}]", "A text is expected.");
        }
        return result;
    }

    /// <summary>A map as JSON, for what has a reader of its own; a missing one is a fault unless it is optional. Faults of that reader come back by its paths: "allOf[1].quiz".</summary>
    /// <param name="numbers">The keys whose values are whole numbers; all others are texts, however they look.</param>
    public YamlJson? Json(string key, IReadOnlySet<string> numbers, bool optional = false)
    {
        if (Ask(key) is { } value) return new YamlJson(value, File, Join(key), numbers, Faults);
        return optional ? null : Missing<YamlJson?>(key, null);
    }

    /// <summary>The keys as they stand, for maps whose keys are data.</summary>
    public IEnumerable<string> Keys => node.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "");

    /// <summary>Reports every key that was not asked for.</summary>
    public void Done()
    {
        foreach (var key in node.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? "?";
            if (!asked.Contains(name))
                Faults.Add(new Fault(File, (int)key.Start.Line, (int)key.Start.Column, Join(name), $"The key \"{name}\" is not known here. Known: {string.Join(", ", asked.Order(StringComparer.Ordinal))}."));
        }
    }

    private IEnumerable<(YamlNode Item, int Index)> Items(string key, bool optional)
    {
        var value = Ask(key);
        if (value is YamlSequenceNode list) return list.Children.Select((item, index) => (item, index));
        if (value is not null) Report(value, key, "A list is expected.");
        else if (!optional) Missing(key, 0);
        return [];
    }

    private YamlNode? Ask(string key)
    {
        asked.Add(key);
        return Find(key);
    }

    private YamlNode? Find(string key) => node.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    private T Missing<T>(string key, T harmless)
    {
        FaultHere($"The key \"{key}\" is missing.");
        return harmless;
    }

    private void Report(YamlNode? at, string key, string message) =>
        Faults.Add(new Fault(File, (int)(at ?? node).Start.Line, (int)(at ?? node).Start.Column, Join(key), message));

    private string Join(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
