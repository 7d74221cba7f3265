namespace TrainingHub.Modules.Platform.Text;

/// <summary>The two languages of the hub; equals.</summary>
public static class Languages
{
    public const string Chinese = "zh-CN";
    public const string English = "en";

    public static readonly string[] All = [Chinese, English];

    /// <summary>The hub's language nearest to a tag such as "zh", "zh-Hans-CN" or "en-GB"; null where neither is.</summary>
    public static string? Nearest(string? tag) =>
        tag is null ? null
        : tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese
        : tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English
        : null;
}

/// <summary>A text of the content in both languages; JSON {"zh-CN": …, "en": …}.</summary>
public sealed record LocalText(
    [property: System.Text.Json.Serialization.JsonPropertyName("zh-CN")] string Zh,
    [property: System.Text.Json.Serialization.JsonPropertyName("en")] string En)
{
    /// <summary>The text in this language; in the other one where it was never translated. Nothing is published so, but a question may be imported so.</summary>
    public string In(string language) => (language == Languages.Chinese ? Zh : En) is { Length: > 0 } own ? own : language == Languages.Chinese ? En : Zh;
}
