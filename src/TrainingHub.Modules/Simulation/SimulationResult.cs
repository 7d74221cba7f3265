using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Simulation;

internal sealed record CheckedInvariant(string Name, bool Holds, long Checked, IReadOnlyList<string> Broken)
{
    public static CheckedInvariant Of(string name, InvariantFinding finding) => new(name, finding.Broken.Count == 0, finding.Checked, finding.Broken);
}

/// <summary>What came out: printed with --json as it is.</summary>
/// <param name="People">Everybody who ever worked there.</param>
/// <param name="PeriodsByStatus">Every period by its status on the last day.</param>
/// <param name="LedgerHead">The hash of the last entry.</param>
/// <param name="DistinctMails">Notices that were mailed, each once however often it was handed over.</param>
/// <param name="UncertainMails">How often a mail was handed over again because nobody knew whether it had arrived; kills make some.</param>
/// <param name="Fingerprint">Digests of people, periods, certificates and notices by natural keys.</param>
/// <param name="Kills">How often the working process was killed.</param>
/// <param name="SameWithoutKills">Whether a run without kills gave the same; null where nothing was killed.</param>
internal sealed record SimulationResult(
    DateOnly Start, DateOnly End, long Seed, long People, long Employed, IReadOnlyDictionary<string, long> PeriodsByStatus, long Certificates, long LedgerEntries, string LedgerHead,
    long DistinctMails, long UncertainMails, long Attempts, long Lessons, IReadOnlyDictionary<string, string> Fingerprint, int Kills, bool? SameWithoutKills, double Seconds,
    IReadOnlyList<CheckedInvariant> Invariants)
{
    public bool Holds => SameWithoutKills != false && Invariants.All(i => i.Holds);

    /// <summary>Whether the two organisations are the same in all that counts.</summary>
    public bool IsSameAs(SimulationResult other) =>
        (People, Employed, Certificates, LedgerEntries, LedgerHead, DistinctMails, Attempts) == (other.People, other.Employed, other.Certificates, other.LedgerEntries, other.LedgerHead, other.DistinctMails, other.Attempts)
        && PeriodsByStatus.OrderBy(p => p.Key, StringComparer.Ordinal).SequenceEqual(other.PeriodsByStatus.OrderBy(p => p.Key, StringComparer.Ordinal))
        && Fingerprint.OrderBy(p => p.Key, StringComparer.Ordinal).SequenceEqual(other.Fingerprint.OrderBy(p => p.Key, StringComparer.Ordinal));
}
