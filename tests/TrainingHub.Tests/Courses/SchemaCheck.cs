using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TrainingHub.Tests.Courses;

/// <summary>As much of JSON Schema 2020-12 as our schemas use, over YAML; a keyword it does not know fails the test.</summary>
internal sealed class SchemaCheck(JsonNode root)
{
    private static readonly HashSet<string> Remarks = ["$schema", "$defs", "title", "description", "default"];

    public IEnumerable<string> Faults(YamlNode node, JsonNode schema, string at)
    {
        if (schema is JsonValue) return []; // true
        return schema.AsObject().Where(k => !Remarks.Contains(k.Key)).SelectMany(k => Keyword(node, schema.AsObject(), k.Key, k.Value!, at));
    }

    private IEnumerable<string> Keyword(YamlNode node, JsonObject schema, string keyword, JsonNode value, string at)
    {
        var map = node as YamlMappingNode;
        var list = node as YamlSequenceNode;
        IEnumerable<KeyValuePair<YamlNode, YamlNode>> entries = map is null ? [] : map.Children;
        bool Has(string key) => map!.Children.ContainsKey(new YamlScalarNode(key));
        switch (keyword)
        {
            case "$ref":
                return Faults(node, root["$defs"]![value.GetValue<string>()["#/$defs/".Length..]]!, at);
            case "type":
                return Says(IsOf(node, value.GetValue<string>()), $"{at}: no {value}");
            case "const":
                return Says(node.ToString() == value.ToString(), $"{at}: not {value}");
            case "enum":
                return Says(value.AsArray().Any(v => v!.ToString() == node.ToString()), $"{at}: {node} is none of {value.ToJsonString()}");
            case "pattern":
                return Says(Regex.IsMatch(node.ToString(), value.GetValue<string>()), $"{at}: {node} does not match {value}");
            case "minimum":
                return Says(Number(node) >= value.GetValue<double>(), $"{at}: {node} is less than {value}");
            case "maximum":
                return Says(Number(node) <= value.GetValue<double>(), $"{at}: {node} is more than {value}");
            case "maxLength":
                return Says(node.ToString().Length <= value.GetValue<int>(), $"{at}: longer than {value}");
            case "minItems":
                return Says(list!.Children.Count >= value.GetValue<int>(), $"{at}: fewer than {value}");
            case "minProperties":
                return Says(entries.Count() >= value.GetValue<int>(), $"{at}: fewer than {value}");
            case "maxItems":
                return Says(list!.Children.Count <= value.GetValue<int>(), $"{at}: more than {value}");
            case "uniqueItems":
                return Says(list!.Children.Distinct().Count() == list.Children.Count, $"{at}: something stands twice");
            case "items":
                return (list?.Children ?? []).SelectMany((item, i) => Faults(item, value, $"{at}[{i}]"));
            case "contains":
                var found = list!.Children.Count(item => !Faults(item, value, at).Any());
                return Says(found >= 1 && found <= (schema["maxContains"]?.GetValue<int>() ?? int.MaxValue), $"{at}: {found} items fit {value.ToJsonString()}");
            case "maxContains":
                return []; // with contains
            case "required":
                return value.AsArray().Where(k => map is not null && !Has(k!.ToString())).Select(k => $"{at}: {k} is missing");
            case "dependentRequired":
                return value.AsObject().Where(d => Has(d.Key)).SelectMany(d => d.Value!.AsArray()).Where(k => !Has(k!.ToString())).Select(k => $"{at}: {k} is missing");
            case "properties":
                return entries.Where(c => value[c.Key.ToString()] is not null).SelectMany(c => Faults(c.Value, value[c.Key.ToString()]!, $"{at}.{c.Key}"));
            case "additionalProperties":
                return value.GetValue<bool>() ? [] : entries.Where(c => schema["properties"]![c.Key.ToString()] is null).Select(c => $"{at}: {c.Key} is unknown");
            case "oneOf":
                var branches = value.AsArray().Select(b => Faults(node, b!, at).ToList()).ToList();
                return branches.Count(b => b.Count == 0) == 1 ? [] : branches.OrderBy(b => b.Count).First().Prepend($"{at}: fits {branches.Count(b => b.Count == 0)} of {branches.Count}");
            default:
                throw new NotSupportedException($"The checker does not know the keyword {keyword}.");
        }
    }

    private static IEnumerable<string> Says(bool holds, string fault) => holds ? [] : [fault];

    private static double Number(YamlNode node) => double.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private static bool IsOf(YamlNode node, string type) => type switch
    {
        "object" => node is YamlMappingNode,
        "array" => node is YamlSequenceNode,
        "string" => node is YamlScalarNode,
        "boolean" => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" },
        "integer" => node is YamlScalarNode { Style: ScalarStyle.Plain } whole && int.TryParse(whole.Value, CultureInfo.InvariantCulture, out _),
        _ => node is YamlScalarNode { Style: ScalarStyle.Plain } number && double.TryParse(number.Value, CultureInfo.InvariantCulture, out _),
    };
}
