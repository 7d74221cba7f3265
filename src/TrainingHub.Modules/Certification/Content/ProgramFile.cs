using System.Text.RegularExpressions;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Certification.Content;

/// <summary>One programme of a program.yaml, as its author wrote it.</summary>
/// <param name="Line">Where it begins, for faults that only the database finds.</param>
/// <param name="Renewal">The path that renews; that of the first time where the author gave none.</param>
internal sealed record ProgramText(int Line, string Slug, LocalText Title, LocalText Summary, Requirement Requires, Requirement Renewal, PolicyText Policy, IReadOnlyList<RuleText> Rules);

/// <summary>Spans as they are written: 12m.</summary>
internal sealed record PolicyText(string Active, string Window, string Basis, string? Minimum, string Grace, bool GraceCounts);

internal sealed record RuleText(Audience Audience, string DueIn);

/// <summary>Reads program.yaml strictly: every fault with its place, all of them at once.</summary>
internal static partial class ProgramFile
{
    public const string Name = "program.yaml";
    private static readonly string[] Kinds = ["allOf", "anyOf", "inOrder", "course", "quiz"];

    /// <returns>What could be read; of no use where faults were added.</returns>
    public static IReadOnlyList<ProgramText> Read(string file, string text, Faults faults)
    {
        if (YamlMap.Parse(file, text, faults) is not { } root) return [];
        List<ProgramText> programs = [];
        foreach (var map in root.Maps("programs"))
        {
            if (Program(map) is not { } program) continue;
            if (programs.Exists(p => p.Slug == program.Slug)) map.Fault("slug", $"\"{program.Slug}\" is already used above; each programme needs a slug of its own.");
            programs.Add(program);
        }
        root.Done();
        return programs;
    }

    private static ProgramText? Program(YamlMap map)
    {
        var slug = map.Text("slug");
        if (slug.Length > 0 && !Slug().IsMatch(slug)) map.Fault("slug", $"\"{slug}\" is no slug; use lower-case letters, digits and single hyphens.");
        var title = map.Local("title");
        var summary = map.Local("summary");
        var requires = map.Map("requires") is { } tree ? Tree(tree) : null;
        var renewal = map.OptionalMap("renewal") is { } path ? Tree(path) : requires;
        var policy = map.Map("policy") is { } terms ? Policy(terms) : null;
        RuleText[] rules = [.. map.Maps("assign", optional: true).Select(Rule)];
        map.Done();
        return requires is null || renewal is null || policy is null ? null : new ProgramText(map.Line, slug, title, summary, requires, renewal, policy, rules);
    }

    private static Requirement? Tree(YamlMap map)
    {
        string[] present = [.. map.Keys.Where(Kinds.Contains)];
        if (present is not [var kind])
        {
            if (present.Length == 0) map.FaultHere($"A requirement has one of the keys {string.Join(", ", Kinds)}; here is none of them.");
            else map.FaultHere($"A requirement has exactly one key; here are {string.Join(" and ", present)}. Put several under allOf.");
            return null;
        }
        if (kind is "course" or "quiz")
        {
            var key = map.Text(kind);
            if (!Slug().IsMatch(key)) map.Fault(kind, $"\"{key}\" is no slug; name the folder of the course.");
            map.Done();
            return new Requirement.Leaf(kind, key);
        }
        var parts = map.Maps(kind);
        if (parts.Count == 0 && map.Has(kind)) map.Fault(kind, $"{kind} needs a list with at least one requirement.");
        Requirement?[] read = [.. parts.Select(Tree)];
        var count = kind == "anyOf" ? map.Number("count", 1, 1, Math.Max(1, parts.Count)) : 1;
        map.Done();
        var twice = kind == "inOrder" ? null : read.OfType<Requirement.Leaf>().GroupBy(l => l).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null) map.Fault(kind, $"{twice.Kind}: {twice.Key} stands here twice.");
        Requirement[] sound = [.. read.OfType<Requirement>()];
        if (sound.Length == 0 || sound.Length < read.Length) return null;
        return kind switch
        {
            "allOf" => new Requirement.AllOf(sound),
            "anyOf" => new Requirement.AnyOf(Math.Min(count, sound.Length), sound),
            _ => new Requirement.InOrder(sound),
        };
    }

    private static PolicyText? Policy(YamlMap map)
    {
        var active = Span(map, "active", null);
        var window = Span(map, "window", null);
        var basis = ExpiryBasisText.TryParse(map.Choice("basis", null, "completion", "expiry", "fixed"), out var read) ? read : ExpiryBasis.Completion;
        CalendarSpan? minimum = map.Has("minimum") ? Span(map, "minimum", null) : null;
        var minimumText = map.OptionalText("minimum");
        var grace = Span(map, "grace", "0d");
        var graceCounts = map.Flag("graceCounts", false);
        map.Done();
        if (active is null || window is null || grace is null) return null;
        if (minimumText is not null && basis != ExpiryBasis.Fixed) map.Fault("minimum", "Only the basis fixed has a minimum; remove it.");
        if (PeriodPolicy.Create(active.Value, window.Value, basis, minimum, grace).Problem is { } problem) map.FaultHere(problem.ToString());
        return new PolicyText(active.Value.ToString(), window.Value.ToString(), basis.ToText(), minimumText, grace.Value.ToString(), graceCounts);
    }

    private static CalendarSpan? Span(YamlMap map, string key, string? fallback)
    {
        if (!map.Has(key) && fallback is not null) return CalendarSpan.Parse(map.OptionalText(key) ?? fallback).Value;
        if (!map.Has(key))
        {
            map.Text(key); // says that it is missing
            return null;
        }
        var (span, problem) = CalendarSpan.Parse(map.Text(key));
        if (problem is null) return span;
        map.Fault(key, problem.ToString());
        return null;
    }

    private static RuleText Rule(YamlMap map)
    {
        var audience = new Audience();
        if (map.Map("audience") is { } who)
        {
            CalendarSpan? within = who.OptionalText("hiredWithin") is not null ? Span(who, "hiredWithin", null) : null;
            if (within is { IsMonths: true } or { Count: 0 }) who.Fault("hiredWithin", "Count it in days or weeks, at least one: 90d.");
            audience = new Audience(Codes(who, "sites"), Codes(who, "departments"), Codes(who, "positions"), within is { } span ? (int)Math.Min(span.Length, 36500) : null);
            who.Done();
        }
        var dueIn = Span(map, "dueIn", null);
        map.Done();
        return new RuleText(audience, dueIn?.ToString() ?? "0d");
    }

    private static List<string>? Codes(YamlMap map, string key) => map.Texts(key, optional: true) is { Count: > 0 } codes ? codes : null;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Slug();
}
