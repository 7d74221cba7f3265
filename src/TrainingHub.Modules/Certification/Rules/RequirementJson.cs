using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Rules;

/// <param name="Path">Where in the tree, such as "allOf[1].anyOf"; empty for the root.</param>
internal sealed record RequirementFault(string Path, Problem Problem);

/// <summary>
/// The requirement tree as JSON, in the shape of `requires:` (content/README.md):
/// <c>{"allOf":[{"course":"grooming"},{"quiz":"grooming"}]}</c>, <c>{"inOrder":[…]}</c>, <c>{"anyOf":[…],"count":2}</c>
/// (count may be left out: 1), and a leaf as <c>{"kind":"key"}</c>.
/// </summary>
internal static class RequirementJson
{
    /// <summary>The kinds of evidence that content may ask for.</summary>
    public static readonly IReadOnlySet<string> ContentKinds = new HashSet<string> { "course", "quiz" };

    /// <summary>Reads a tree.</summary>
    /// <param name="json">The text.</param>
    /// <param name="kinds">The kinds a leaf may have; null for any that is a slug.</param>
    /// <returns>The tree, or null and at least one fault.</returns>
    public static (Requirement? Requirement, IReadOnlyList<RequirementFault> Faults) Parse(string json, IReadOnlySet<string>? kinds = null)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var reading = new Reading(kinds);
            var requirement = reading.Node(document.RootElement, "");
            return (reading.Faults.Count == 0 ? requirement : null, reading.Faults);
        }
        catch (JsonException e)
        {
            return (null, [new RequirementFault("", new Problem("bad-requirement", "This is not JSON: {0}", e.Message))]);
        }
    }

    /// <summary>The compact form, the same bytes for the same tree.</summary>
    public static string ToJson(this Requirement requirement) => JsonSerializer.Serialize(requirement, Json.Plain);

    private static void Write(Utf8JsonWriter writer, Requirement requirement)
    {
        writer.WriteStartObject();
        switch (requirement)
        {
            case Requirement.Leaf leaf:
                writer.WriteString(leaf.Kind, leaf.Key);
                break;
            case Requirement.Branch branch:
                writer.WriteStartArray(branch switch
                {
                    Requirement.AllOf => "allOf",
                    Requirement.AnyOf => "anyOf",
                    _ => "inOrder",
                });
                foreach (var part in branch.Parts) Write(writer, part);
                writer.WriteEndArray();
                if (branch is Requirement.AnyOf { Count: > 1 } any) writer.WriteNumber("count", any.Count);
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>Finds every fault and not only the first: authors correct a file in one go.</summary>
    private sealed class Reading(IReadOnlySet<string>? kinds)
    {
        public List<RequirementFault> Faults { get; } = [];

        public Requirement? Node(JsonElement element, string path)
        {
            if (element.ValueKind != JsonValueKind.Object)
                return Fault(path, "A requirement is a map with one key: allOf, anyOf, inOrder or a kind of evidence such as course.");
            JsonProperty[] properties = [.. element.EnumerateObject()];
            JsonProperty[] counts = [.. properties.Where(p => p.NameEquals("count"))];
            JsonProperty[] keys = [.. properties.Except(counts)];
            if (keys.Length != 1)
                return Fault(path, "A requirement has exactly one key, not {0}; put several under allOf.", keys.Length);
            var (name, value) = (keys[0].Name, keys[0].Value);
            if (counts.Length > (name == "anyOf" ? 1 : 0))
                return Fault(path, "count belongs to anyOf, once.");
            var here = path.Length == 0 ? name : $"{path}.{name}";
            return name is "allOf" or "anyOf" or "inOrder"
                ? Branch(name, value, counts.Length == 1 ? counts[0].Value : null, here)
                : Leaf(name, value, here);
        }

        private Requirement? Branch(string name, JsonElement value, JsonElement? count, string path)
        {
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
                return Fault(path, "{0} needs a list with at least one requirement.", name);
            Requirement?[] parts = [.. value.EnumerateArray().Select((part, i) => Node(part, $"{path}[{i}]"))];
            // In order, the same thing may well be asked for again later: quiz, floor check, quiz.
            var twice = name == "inOrder" ? null : parts.OfType<Requirement.Leaf>().GroupBy(l => l).FirstOrDefault(g => g.Count() > 1)?.Key;
            if (twice is not null) Fault(path, "{0}: {1} stands here twice.", twice.Kind, twice.Key);
            var enough = 1;
            if (count is { } wanted && (wanted.ValueKind != JsonValueKind.Number || !wanted.TryGetInt32(out enough) || enough < 1 || enough > parts.Length))
                return Fault(path, "count must be a whole number from 1 to {0}, the number of parts; it is {1}.", parts.Length, wanted.GetRawText());
            if (parts.Contains(null)) return null;
            Requirement[] sound = [.. parts.OfType<Requirement>()];
            return name switch
            {
                "allOf" => new Requirement.AllOf(sound),
                "anyOf" => new Requirement.AnyOf(enough, sound),
                _ => new Requirement.InOrder(sound),
            };
        }

        private Requirement.Leaf? Leaf(string kind, JsonElement value, string path)
        {
            if (!IsSlug(kind) || kinds?.Contains(kind) == false)
            {
                Fault(path, "“{0}” is not known here; expected allOf, anyOf, inOrder or one of: {1}.", kind, string.Join(", ", (kinds ?? ContentKinds).Order(StringComparer.Ordinal)));
                return null;
            }

            if (value.ValueKind == JsonValueKind.String && value.GetString() is { } key && IsSlug(key)) return new Requirement.Leaf(kind, key);
            Fault(path, "{0} needs the slug of one: lower-case letters, digits and hyphens; it is {1}.", kind, value.GetRawText());
            return null;
        }

        private Requirement? Fault(string path, string template, params object[] arguments)
        {
            Faults.Add(new RequirementFault(path, new Problem("bad-requirement", template, arguments)));
            return null;
        }

        private static bool IsSlug(string text) =>
            text.Length > 0 && text[0] != '-' && text[^1] != '-' && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }

    /// <summary>Lets a requirement be a property of whatever System.Text.Json reads or writes.</summary>
    internal sealed class Converter : JsonConverter<Requirement>
    {
        // A leaf or branch typed as such is written in the same shape.
        public override bool CanConvert(Type typeToConvert) => typeof(Requirement).IsAssignableFrom(typeToConvert);

        public override Requirement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var (requirement, faults) = Parse(document.RootElement.GetRawText());
            return requirement ?? throw new JsonException($"{faults[0].Path}: {faults[0].Problem}");
        }

        public override void Write(Utf8JsonWriter writer, Requirement value, JsonSerializerOptions options) => RequirementJson.Write(writer, value);
    }
}
