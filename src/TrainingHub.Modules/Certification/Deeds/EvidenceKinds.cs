using System.Text.RegularExpressions;
using TrainingHub.Modules.Certification.Contracts;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>The kinds of evidence there are, as the modules registered them.</summary>
internal sealed class EvidenceKinds(IEnumerable<IEvidenceKind> kinds)
{
    private readonly Dictionary<string, IEvidenceKind> byName = kinds.ToDictionary(k => k.Kind, StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, EvidenceChoice>> choices = [];

    public IEnumerable<string> Names => byName.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<IEvidenceKind> All => byName.Values;

    public IEvidenceKind? Of(string kind) => byName.GetValueOrDefault(kind);

    /// <summary>What is wrong with a key, in words that follow "it needs …"; null where nothing is.</summary>
    public string? KeyFault(string kind, string key) => byName[kind] is var known && Regex.IsMatch(key, known.KeyPattern) ? null : known.KeyWords;

    /// <summary>What a leaf names; null where there is no such thing any more. All of a kind are read once.</summary>
    public async Task<EvidenceChoice?> Find(string kind, string key, CancellationToken ct)
    {
        if (Of(kind) is not { } known) return null;
        if (!choices.TryGetValue(kind, out var all)) choices[kind] = all = (await known.Choices(ct)).ToDictionary(c => c.Key, StringComparer.Ordinal);
        return all.GetValueOrDefault(key);
    }
}
