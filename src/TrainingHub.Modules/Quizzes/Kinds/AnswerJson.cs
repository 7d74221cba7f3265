using System.Text.Json;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Reads what a client sent as an answer. Whatever it is, the worst is a null: nothing here throws.</summary>
internal static class AnswerJson
{
    public static JsonElement Of<T>(T answer) => JsonSerializer.SerializeToElement(answer, Json.Plain);

    public static T To<T>(JsonElement answer) => answer.Deserialize<T>(Json.Plain)!;

    public static Problem Form(string example) => Problem.Because("An answer looks like {0}.", example);

    public static Problem TooLong(int limit) => Problem.Because("This answer is too long; it may have at most {0} characters.", limit);

    /// <summary>The texts of {"key": ["…", …]}, at most one more than so many; null where it is not of that form.</summary>
    public static IReadOnlyList<string>? Texts(JsonElement answer, string key, int most) => Read(() =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            && list.EnumerateArray().Take(most + 1).ToList() is var items && items.All(i => i.ValueKind == JsonValueKind.String)
            ? items.ConvertAll(i => i.GetString()!)
            : null);

    /// <summary>The items of {"key": […]}, at most one more than so many; null where there is no such list.</summary>
    public static IReadOnlyList<JsonElement>? Items(JsonElement answer, string key, int most) => Read(() =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Take(most + 1).ToList() : null);

    /// <summary>The text of {"key": "…"}; null where it is not of that form.</summary>
    public static string? Text(JsonElement answer, string key) => Read(() =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null);

    /// <summary>The texts of {"key": {"a": "…"}}, at most one more than so many; null where it is not of that form or names something twice.</summary>
    public static IReadOnlyDictionary<string, string>? Map(JsonElement answer, string key, int most) => Read(() =>
        Members(answer, key, most) is { } members && members.Values.All(v => v.ValueKind == JsonValueKind.String)
            ? members.ToDictionary(m => m.Key, m => m.Value.GetString()!, StringComparer.Ordinal)
            : null);

    public static IReadOnlyDictionary<string, JsonElement>? Members(JsonElement answer, string key, int most) => Read(() =>
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(key, out var map) || map.ValueKind != JsonValueKind.Object) return null;
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in map.EnumerateObject().Take(most + 1))
            if (!members.TryAdd(member.Name, member.Value)) return null;
        return members;
    });

    private static T? Read<T>(Func<T?> read) where T : class
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair: JSON may spell it, no text can hold it
        }
    }
}
