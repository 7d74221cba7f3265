using System.Text.Json;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Words;

/// <summary>One line of a requirement, with what lies below it.</summary>
/// <param name="Url">Where a learner goes to do it; null for a branch.</param>
/// <param name="IsDone">Null where nobody's progress is shown.</param>
internal sealed record RequirementLine(string Text, string? Url, bool? IsDone, IReadOnlyList<RequirementLine> Parts);

/// <summary>Says a requirement tree in words, with the titles of what it names.</summary>
internal sealed class RequirementWords(EvidenceKinds kinds, Localizer t)
{
    public async Task<RequirementLine> Say(string json, IReadOnlyList<Evidence>? evidence, CancellationToken ct)
    {
        var tree = JsonSerializer.Deserialize<Requirement>(json, Json.Plain)!;
        var named = new Dictionary<Requirement.Leaf, EvidenceChoice?>();
        foreach (var leaf in tree.Leaves) named[leaf] = await kinds.Find(leaf.Kind, leaf.Key, ct);
        return Line(tree.Evaluate(evidence ?? []), named, evidence is not null);
    }

    /// <summary>What one part asks: "Pass the quiz “5S”".</summary>
    public async Task<string> Asks(string kind, string key, CancellationToken ct) =>
        kinds.Of(kind)?.Asks(t, Title(await kinds.Find(kind, key, ct), key)) ?? $"{kind}: {key}";

    /// <summary>That something was done: "Quiz “5S” passed".</summary>
    public async Task<string> Done(string kind, string key, CancellationToken ct) =>
        kinds.Of(kind)?.Done(t, Title(await kinds.Find(kind, key, ct), key)) ?? $"{kind}: {key}";

    /// <summary>The title of what it names: "5S".</summary>
    public async Task<string> Named(string kind, string key, CancellationToken ct) => Title(await kinds.Find(kind, key, ct), key);

    /// <summary>What it names may be gone by now; then its slug must do.</summary>
    private string Title(EvidenceChoice? known, string key) => known is null ? key : t.Pick(known.TitleZh, known.TitleEn);

    private RequirementLine Line(RequirementState state, Dictionary<Requirement.Leaf, EvidenceChoice?> named, bool withProgress)
    {
        // "All of these" over a single thing says nothing.
        if (state.Parts is [var only]) return Line(only, named, withProgress);
        RequirementLine[] parts = [.. state.Parts.Select(p => Line(p, named, withProgress))];
        if (state.Requirement is Requirement.Points points) parts = [.. parts.Zip(points.Worths, (part, worth) => part with { Text = worth == 1 ? t["1 point: {0}", part.Text] : t["{0} points: {1}", worth, part.Text] })];
        bool? isDone = withProgress ? state.IsSatisfied : null;
        if (state.Requirement is not Requirement.Leaf leaf) return new RequirementLine(Branch(state, withProgress), null, isDone, parts);
        var known = named[leaf];
        return new RequirementLine(kinds.Of(leaf.Kind)?.Asks(t, Title(known, leaf.Key)) ?? $"{leaf.Kind}: {leaf.Key}", known?.Url, isDone, []);
    }

    private string Branch(RequirementState state, bool withProgress) => state.Requirement switch
    {
        Requirement.AnyOf { Count: > 1 } any => t["At least {0} of these:", any.Count],
        Requirement.AnyOf => t["One of these:"],
        Requirement.Points points when withProgress => t["{0} points from these; {1} so far:", points.Needed, state.Parts.Zip(points.Worths).Where(p => p.First.IsSatisfied).Sum(p => p.Second)],
        Requirement.Points points => t["{0} points from these:", points.Needed],
        Requirement.InOrder => t["One after the other:"],
        _ => t["All of these:"],
    };
}
