using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Simulation;

internal sealed record CheckedInvariant(string Name, bool Holds, long Checked, IReadOnlyList<string> Broken)
{
    public static CheckedInvariant Of(string name, InvariantFinding finding) => new(name, finding.Broken.Count == 0, finding.Checked, finding.Broken);
}

/// <summary>What the months were made of, and what they cost.</summary>
/// <param name="Events">How many of each kind were told.</param>
/// <param name="Seconds">By part of the day, and for the checks at the end.</param>
/// <param name="DatabaseBytes">Size of the database when it was over.</param>
/// <param name="PersonYears">Days on which people worked there, in years.</param>
/// <param name="Rows">Of the dozen tables that have most.</param>
internal sealed record ClosingTable(
    IReadOnlyDictionary<string, long> Events, IReadOnlyDictionary<string, double> Seconds, long DatabaseBytes, double PersonYears, IReadOnlyDictionary<string, long> Rows)
{
    public long BytesPerPersonYear => PersonYears == 0 ? 0 : (long)(DatabaseBytes / PersonYears);
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
    IReadOnlyList<CheckedInvariant> Invariants, ClosingTable Closing)
{
    public bool Holds => SameWithoutKills != false && Invariants.All(i => i.Holds);

    /// <summary>Whether the two organisations are the same in all that counts.</summary>
    public bool IsSameAs(SimulationResult other) =>
        (People, Employed, Certificates, LedgerEntries, LedgerHead, DistinctMails, Attempts) == (other.People, other.Employed, other.Certificates, other.LedgerEntries, other.LedgerHead, other.DistinctMails, other.Attempts)
        && PeriodsByStatus.OrderBy(p => p.Key, StringComparer.Ordinal).SequenceEqual(other.PeriodsByStatus.OrderBy(p => p.Key, StringComparer.Ordinal))
        && Fingerprint.OrderBy(p => p.Key, StringComparer.Ordinal).SequenceEqual(other.Fingerprint.OrderBy(p => p.Key, StringComparer.Ordinal));
}
