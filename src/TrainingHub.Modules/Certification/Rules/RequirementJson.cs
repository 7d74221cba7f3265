using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Rules;

/// <param name="Path">Where in the tree, such as "allOf[1].anyOf"; empty for the root.</param>
internal sealed record RequirementFault(string Path, Problem Problem);

/// <summary>
/// The requirement tree as JSON, in the shape of `requires:` (content/README.md):
/// <c>{"allOf":[{"course":"grooming"},{"quiz":"grooming"}]}</c>, <c>{"inOrder":[…]}</c>, <c>{"anyOf":[…],"count":2}</c>
/// (count may be left out: 1), <c>{"points":10,"of":[{"worth":5,"quiz":"grooming"},…]}</c>, and a leaf as <c>{"kind":"key"}</c>.
/// </summary>
internal static class RequirementJson
{
    /// <summary>The keys whose values are numbers; all others are words, however they look.</summary>
    public static readonly IReadOnlySet<string> Numbers = new HashSet<string> { "count", "points", "worth" };

    /// <summary>Reads a tree.</summary>
    /// <param name="json">The text.</param>
    /// <param name="kinds">The kinds a leaf may have; null for what is stored: it was judged when it was written.</param>
    /// <returns>The tree, or null and at least one fault.</returns>
    public static (Requirement? Requirement, IReadOnlyList<RequirementFault> Faults) Parse(string json, EvidenceKinds? kinds = null)
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

    /// <summary>Reads a list of trees, as of a rotation; the paths of its faults begin with the number in brackets.</summary>
    public static (IReadOnlyList<Requirement>? Requirements, IReadOnlyList<RequirementFault> Faults) ParseList(string json, EvidenceKinds? kinds = null)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array) return (null, [new RequirementFault("", new Problem("bad-requirement", "A list of requirements is expected."))]);
        var reading = new Reading(kinds);
        Requirement?[] all = [.. document.RootElement.EnumerateArray().Select((one, i) => reading.Node(one, $"[{i}]"))];
        return (reading.Faults.Count == 0 ? [.. all.OfType<Requirement>()] : null, reading.Faults);
    }

    /// <summary>The compact form, the same bytes for the same tree.</summary>
    public static string ToJson(this Requirement requirement) => JsonSerializer.Serialize(requirement, Json.Plain);

    private static void Write(Utf8JsonWriter writer, Requirement requirement, int? worth = null)
    {
        writer.WriteStartObject();
        if (worth is { } points) writer.WriteNumber("worth", points);
        switch (requirement)
        {
            case Requirement.Leaf leaf:
                writer.WriteString(leaf.Kind, leaf.Key);
                break;
            case Requirement.Points weighed:
                writer.WriteNumber("points", weighed.Needed);
                writer.WriteStartArray("of");
                foreach (var (part, gives) in weighed.Parts.Zip(weighed.Worths)) Write(writer, part, gives);
                writer.WriteEndArray();
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
    private sealed class Reading(EvidenceKinds? kinds)
    {
        public List<RequirementFault> Faults { get; } = [];

        /// <param name="isWeighed">A part of points, which has a worth beside its one key.</param>
        public Requirement? Node(JsonElement element, string path, bool isWeighed = false)
        {
            if (element.ValueKind != JsonValueKind.Object)
                return Fault(path, "A requirement is a map with one key: allOf, anyOf, inOrder, points or a kind of evidence such as course.");
            JsonProperty[] properties = [.. element.EnumerateObject().Where(p => !isWeighed || !p.NameEquals("worth"))];
            JsonProperty[] counts = [.. properties.Where(p => p.NameEquals("count"))];
            JsonProperty[] lists = [.. properties.Where(p => p.NameEquals("of"))];
            JsonProperty[] keys = [.. properties.Except(counts).Except(lists)];
            if (keys.Length != 1)
                return Fault(path, "A requirement has exactly one key, not {0}; put several under allOf.", keys.Length);
            var (name, value) = (keys[0].Name, keys[0].Value);
            if (counts.Length > (name == "anyOf" ? 1 : 0))
                return Fault(path, "count belongs to anyOf, once.");
            if (lists.Length > (name == "points" ? 1 : 0))
                return Fault(path, "of belongs to points, once.");
            var here = path.Length == 0 ? name : $"{path}.{name}";
            if (name == "points") return Points(value, lists, path, here);
            return name is "allOf" or "anyOf" or "inOrder"
                ? Branch(name, value, counts.Length == 1 ? counts[0].Value : null, here)
                : Leaf(name, value, here);
        }

        private Requirement? Points(JsonElement value, JsonProperty[] lists, string path, string here)
        {
            if (lists is not [{ Value: { ValueKind: JsonValueKind.Array } list }] || list.GetArrayLength() == 0)
                return Fault(here, "points needs beside it a list of with at least one requirement, each with its worth.");
            var of = path.Length == 0 ? "of" : $"{path}.of";
            List<(int Worth, Requirement? Part)> parts = [];
            foreach (var (part, i) in list.EnumerateArray().Select((part, i) => (part, i))) parts.Add((Worth(part, $"{of}[{i}]"), Node(part, $"{of}[{i}]", isWeighed: true)));
            FindTwice(of, "of", parts.Select(p => p.Part));
            var most = parts.Sum(p => p.Worth);
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var needed) || needed < 1 || needed > most)
                return Fault(here, "points must be a whole number from 1 to {0}, what all parts give together; it is {1}.", most, value.GetRawText());
            return parts.Exists(p => p.Part is null || p.Worth < 1) ? null : new Requirement.Points(needed, [.. parts.Select(p => (p.Worth, p.Part!))]);
        }

        private int Worth(JsonElement part, string path)
        {
            if (part.ValueKind != JsonValueKind.Object) return 0;
            if (part.TryGetProperty("worth", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var worth) && worth is >= 1 and <= 1000) return worth;
            Fault(path, "Each part of points says its worth, a whole number from 1 to 1000.");
            return 0;
        }

        // In order, the same thing may well be asked for again later: quiz, floor check, quiz.
        private void FindTwice(string path, string name, IEnumerable<Requirement?> parts)
        {
            var twice = name == "inOrder" ? null : parts.OfType<Requirement.Leaf>().GroupBy(l => l).FirstOrDefault(g => g.Count() > 1)?.Key;
            if (twice is not null) Fault(path, "{0}: {1} stands here twice.", twice.Kind, twice.Key);
        }

        private Requirement? Branch(string name, JsonElement value, JsonElement? count, string path)
        {
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
                return Fault(path, "{0} needs a list with at least one requirement.", name);
            Requirement?[] parts = [.. value.EnumerateArray().Select((part, i) => Node(part, $"{path}[{i}]"))];
            FindTwice(path, name, parts);
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
            if (kinds is not null && kinds.Of(kind) is null)
            {
                Fault(path, "“{0}” is not known here; expected allOf, anyOf, inOrder, points or one of: {1}.", kind, string.Join(", ", kinds.Names));
                return null;
            }

            var key = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            var wanted = kinds is not null ? kinds.KeyFault(kind, key) : key.Length == 0 ? "a text" : null;
            if (wanted is null) return new Requirement.Leaf(kind, key);
            Fault(path, "{0} needs {1}; it is {2}.", kind, wanted, value.GetRawText());
            return null;
        }

        private Requirement? Fault(string path, string template, params object[] arguments)
        {
            Faults.Add(new RequirementFault(path, new Problem("bad-requirement", template, arguments)));
            return null;
        }
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
