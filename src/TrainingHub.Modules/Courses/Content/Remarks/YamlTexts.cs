using System.Globalization;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;
using YamlDotNet.RepresentationModel;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <param name="Line">In which it begins.</param>
internal sealed record TextAt(string Text, int Line);

/// <summary>A text of a YAML file in both languages.</summary>
/// <param name="Unit">What is translated as one: "questions.yaml/questions/grm-face-01".</param>
/// <param name="Key">With ids instead of numbers, which an author finds again: "questions[grm-face-01].options[b].text".</param>
internal sealed record TextPair(string Path, string Unit, string Key, TextAt Chinese, TextAt English)
{
    public TextAt In(string language) => language == Languages.Chinese ? Chinese : English;
}

/// <summary>Finds every text that has two languages, whatever the file: so a rule on texts holds for files that are still to come.</summary>
internal static class YamlTexts
{
    private static readonly string[] Names = ["id", "slug"];

    public static IEnumerable<TextPair> In(string path, string yaml)
    {
        if (YamlMap.Parse(path, yaml, new Faults()) is null) return []; // a draft may be broken; what is no YAML has no texts
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Walk(stream.Documents[0].RootNode, path, path, "");
    }

    private static IEnumerable<TextPair> Walk(YamlNode node, string path, string unit, string key)
    {
        if (node is YamlMappingNode map)
        {
            if (Child(map, Languages.Chinese) is { } zh && Child(map, Languages.English) is { } en) return [new TextPair(path, unit, key, Read(zh), Read(en))];
            return map.Children.SelectMany(child => Walk(child.Value, path, key.Length == 0 ? $"{unit}/{child.Key}" : unit, key.Length == 0 ? child.Key.ToString() : $"{key}.{child.Key}"));
        }
        if (node is not YamlSequenceNode list) return [];
        return list.Children.SelectMany((item, i) =>
        {
            var name = Names.Select(n => item is YamlMappingNode entry ? Child(entry, n)?.ToString() : null).FirstOrDefault(n => n is not null) ?? (i + 1).ToString(CultureInfo.InvariantCulture);
            return Walk(item, path, key.Contains('[') ? unit : $"{unit}/{name}", $"{key}[{name}]");
        });
    }

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.FirstOrDefault(c => c.Key is YamlScalarNode { Value: { } name } && name == key).Value;

    /// <summary>A list, as of accepted words, is one text with a line for each.</summary>
    private static TextAt Read(YamlNode node) => new(node is YamlSequenceNode list ? string.Join('\n', list.Children) : node.ToString(), (int)node.Start.Line);
}
