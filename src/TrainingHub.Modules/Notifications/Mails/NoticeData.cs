using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Notifications.Mails;

/// <summary>A value of a template as its reader sees it, and as Markdown in which nothing of it is markup.</summary>
internal sealed record NoticeValue(string Plain, string Markdown)
{
    public static NoticeValue Of(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new NoticeValue(line, string.Concat(line.Select(c => char.IsAscii(c) && char.IsPunctuation(c) || c is '<' or '>' or '|' or '~' or '`' or '^' or '=' or '+' or '$' ? $"\\{c}" : $"{c}")));
    }

    public static NoticeValue Of(Uri link) => new(link.AbsoluteUri, link.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal));

    public static NoticeValue List(IReadOnlyList<NoticeValue> lines) =>
        new(string.Join("; ", lines.Select(l => l.Plain)), string.Join('\n', lines.Select(l => "- " + l.Markdown)));
}

/// <summary>Keeps what fills a template as JSON until the mail is written; what depends on language or zone is said then.</summary>
internal static class NoticeData
{
    public static string Write(IReadOnlyDictionary<string, object> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values) json[name] = Node(value);
        return json.ToJsonString(Json.Plain);
    }

    public static Dictionary<string, NoticeValue> Read(string data, Localizer t, TimeZoneInfo zone)
    {
        using var json = JsonDocument.Parse(data);
        return json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value, t, zone), StringComparer.Ordinal);
    }

    public static bool Has(string data, string name)
    {
        using var json = JsonDocument.Parse(data);
        return json.RootElement.TryGetProperty(name, out _);
    }

    /// <summary>The list of that name with these lines before its own; null where it is empty all the same.</summary>
    public static string? Before(string data, string list, IReadOnlyList<Phrase> lines)
    {
        var json = JsonNode.Parse(data)!.AsObject();
        var all = json[list]!.AsArray();
        for (var i = 0; i < lines.Count; i++) all.Insert(i, Node(lines[i]));
        return all.Count == 0 ? null : json.ToJsonString(Json.Plain);
    }

    /// <summary>Why a mail is not out, kept for whoever looks, in their language.</summary>
    public static string? Write(Problem? problem) => problem is null ? null : Node(problem).ToJsonString(Json.Plain);

    public static string? ReadProblem(string? data, Localizer t)
    {
        if (data is null || data[0] != '{') return data; // an English sentence from the first weeks
        using var json = JsonDocument.Parse(data);
        return Say(json.RootElement, t, TimeZoneInfo.Utc);
    }

    private static JsonNode Node(object value) => value switch
    {
        string text => JsonValue.Create(text),
        int or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        LocalText text => new JsonObject { ["zh-CN"] = text.Zh, ["en"] = text.En },
        DateOnly date => new JsonObject { ["date"] = date.ToString("O", CultureInfo.InvariantCulture) },
        DateTimeOffset time => new JsonObject { ["time"] = time.ToString("O", CultureInfo.InvariantCulture) },
        Uri { IsAbsoluteUri: true } link => new JsonObject { ["url"] = link.AbsoluteUri },
        Problem problem => Node(new Phrase(problem.Template, problem.Arguments)),
        Phrase phrase => new JsonObject { ["say"] = phrase.Template, ["with"] = new JsonArray([.. phrase.Arguments.Select(Node)]) },
        IEnumerable<Phrase> phrases => new JsonArray([.. phrases.Select(Node)]),
        _ => throw new ArgumentException($"A notice can't say a value of type {value.GetType().Name}.", nameof(value)),
    };

    private static NoticeValue Value(JsonElement json, Localizer t, TimeZoneInfo zone) => json.ValueKind switch
    {
        JsonValueKind.Array => NoticeValue.List([.. json.EnumerateArray().Select(e => Value(e, t, zone))]),
        JsonValueKind.Object when json.TryGetProperty("url", out var url) => NoticeValue.Of(new Uri(url.GetString()!)),
        _ => NoticeValue.Of(Say(json, t, zone)),
    };

    private static string Say(JsonElement json, Localizer t, TimeZoneInfo zone)
    {
        if (json.ValueKind == JsonValueKind.String) return json.GetString()!;
        if (json.ValueKind == JsonValueKind.Number) return json.GetInt64().ToString(t.Culture);
        if (json.TryGetProperty("say", out var template)) return t[template.GetString()!, [.. json.GetProperty("with").EnumerateArray().Select(a => (object)Say(a, t, zone))]];
        if (json.TryGetProperty("date", out var date)) return t.Date(DateOnly.ParseExact(date.GetString()!, "O", CultureInfo.InvariantCulture));
        if (json.TryGetProperty("time", out var time)) return t.Time(DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture), zone);
        return json.GetProperty(t.Language).GetString()!;
    }
}
