using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TrainingHub.Modules.Certificates.Ledger;

/// <summary>
/// JSON with exactly one spelling (RFC 8785), so that equal data gives equal bytes and a hash over them means something:
/// no white space, members ordered by the UTF-16 units of their names, the shortest escapes, UTF-8.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Beyond this a number is not exact in every reader (RFC 7493).</summary>
    private const long LargestInteger = (1L << 53) - 1;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The data holds a number that is no exact whole number, or half of a surrogate pair.</exception>
    public static byte[] Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return Strict.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                text.Append('{');
                foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    if (text[^1] != '{') text.Append(',');
                    Append(text, name);
                    text.Append(':');
                    Append(text, value);
                }
                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Append(text, items[i]);
                }
                text.Append(']');
                break;
            default:
                Append(text, node.AsValue());
                break;
        }
    }

    private static void Append(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                Append(text, value.GetValue<string>());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                text.Append(value.GetValue<bool>() ? "true" : "false");
                break;
            default:
                if (!long.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) || number is < -LargestInteger or > LargestInteger)
                    throw new ArgumentException($"Only whole numbers up to 2^53 − 1 have a place in the ledger, not {value.ToJsonString()}.");
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number}");
                break;
        }
    }

    private static void Append(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
