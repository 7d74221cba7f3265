using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TrainingHub.Modules.Platform.Yaml;

/// <summary>A part of a YAML file as JSON, which remembers where each of its values stands.</summary>
public sealed class YamlJson
{
    private readonly Dictionary<string, Mark> places = [];
    private readonly IReadOnlySet<string> numbers;
    private readonly string file;
    private readonly string path;
    private readonly Faults faults;

    internal YamlJson(YamlNode node, string file, string path, IReadOnlySet<string> numbers, Faults faults)
    {
        (this.numbers, this.file, this.path, this.faults) = (numbers, file, path, faults);
        Text = Convert(node, "", isNumber: false)?.ToJsonString(Platform.Json.Plain) ?? "null";
    }

    public string Text { get; }

    /// <param name="at">Where in the JSON: "allOf[1].quiz"; empty for the whole. What stands nowhere by itself is marked where the next greater part begins.</param>
    public void Fault(string at, string message)
    {
        var nearest = at;
        while (!places.ContainsKey(nearest)) nearest = nearest[..Math.Max(0, nearest.LastIndexOfAny(['.', '[']))];
        faults.Add(new Fault(file, (int)places[nearest].Line, (int)places[nearest].Column, at.Length == 0 ? path : $"{path}.{at}", message));
    }

    private JsonNode? Convert(YamlNode node, string here, bool isNumber)
    {
        places.TryAdd(here, node.Start);
        switch (node)
        {
            case YamlMappingNode map:
                var result = new JsonObject();
                foreach (var (key, value) in map.Children)
                {
                    var name = (key as YamlScalarNode)?.Value ?? "?";
                    result[name] = Convert(value, here.Length == 0 ? name : $"{here}.{name}", numbers.Contains(name));
                }
                return result;
            case YamlSequenceNode list:
                return new JsonArray([.. list.Children.Select((item, i) => Convert(item, $"{here}[{i}]", isNumber: false))]);
            default:
                var text = (node as YamlScalarNode)?.Value ?? "";
                return isNumber && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;
        }
    }
}
