using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>How the hub writes content as YAML: one value a line, every text in quotes.</summary>
internal static class YamlLines
{
    /// <summary>A JSON string is a YAML string.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Json.Plain);

    public static string Inline(LocalText text) => $"{{ zh-CN: {Quote(text.Zh)}, en: {Quote(text.En)} }}";

    public static IEnumerable<string> Local(string key, LocalText? text) => text is null ? [] : [$"{key}:", $"  zh-CN: {Quote(text.Zh)}", $"  en: {Quote(text.En)}"];

    /// <summary>A list of maps: "key:", then each map's lines behind a hyphen.</summary>
    public static IEnumerable<string> List<T>(string key, IEnumerable<T> items, Func<T, IEnumerable<string>> lines) =>
        [$"{key}:", .. items.SelectMany(item => lines(item).Select((line, i) => (i == 0 ? "  - " : "    ") + line))];
}
