using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.History;

/// <summary>A requirement as it is stored, with where its person works.</summary>
internal sealed record ChainRow(
    long Id, long PersonId, long ProgramId, DateOnly? ChainAnchorOn, bool IsAssigned, long? CountedSiteId, DateOnly? CountedWeekOn, long SiteId, DateOnly? LeftOn);

/// <param name="IsSound">False for a quiz whose attempt was not passed, or not by this person, and for prior learning that nobody counted.</param>
internal sealed record EvidenceFact(long PeriodId, long DeedId, long PersonId, string Kind, string Key, DateTimeOffset OccurredAt, string Reference, bool IsSound)
{
    public Evidence AsEvidence => new(Kind, Key, OccurredAt, Reference);
}

/// <summary>A certification whose dates were computed anew by a later policy.</summary>
/// <param name="PolicyId">By which it was completed.</param>
internal sealed record MovedFact(long PeriodId, long PolicyId);

internal sealed record StepFact(long PeriodId, string Step, DateOnly DueOn, DateTimeOffset? DoneAt);

internal sealed record PaperFact(long PeriodId, string Number, DateOnly ValidFrom, DateOnly? ExpiresOn, bool IsInForce);

/// <summary>What the file of opening balances asked for.</summary>
internal sealed record CarriedFact(long PeriodId, DateOnly? ExpiresAsked, DateOnly? AnchorAsked);

/// <summary>A period with all that stands beside it.</summary>
/// <param name="CompletedBy">The policy by which it was completed; the same, unless it was recalculated.</param>
/// <param name="Path">What it asks, by the version and the policy it was opened with.</param>
/// <param name="Carried">Null where it was earned here.</param>
/// <param name="IsMoved">A later policy holds for it too, from an instant after it was completed.</param>
/// <param name="IsPaperWaiting">Its certificate is issued as soon as the hub's address is known.</param>
internal sealed record PeriodFound(
    Period Row, PeriodPolicy Policy, PeriodPolicy CompletedBy, int PolicyNumber, PeriodPath Path, CarriedFact? Carried, IReadOnlyList<EvidenceFact> Evidence, IReadOnlyList<StepFact> Steps, IReadOnlyList<PaperFact> Papers, bool IsPaperWaiting, bool IsMoved);

/// <summary>Everything that is stored of one requirement, read together.</summary>
/// <param name="Periods">By their number.</param>
/// <param name="Zones">Those in which a day may have been counted: first where the person works now, then all others of the hub.</param>
/// <param name="Now">With the day where the person works.</param>
internal sealed record ChainFacts(ChainRow Chain, IReadOnlyList<PeriodFound> Periods, IReadOnlyList<TimeZoneInfo> Zones, AsOf Now)
{
    /// <summary>In which the day of its completion may have been counted: where its policy names a zone, in that alone.</summary>
    public IReadOnlyList<TimeZoneInfo> ZonesOf(PeriodFound period) => period.CompletedBy.Zone is { } zone ? [zone] : Zones;

    /// <summary>In which the day may have been counted from which its evidence counts: by the policy of the period that it renews, as it is now or as it was before a recalculation.</summary>
    public IReadOnlyList<TimeZoneInfo> CountingZonesOf(PeriodFound period)
    {
        var counting = Renewed(period) ?? period;
        return counting.Policy.Zone is { } zone ? [.. ZonesOf(counting).Prepend(zone).Distinct()] : counting.CompletedBy.Zone is null ? Zones : [.. Zones.Append(counting.CompletedBy.Zone).Distinct()];
    }

    public PeriodFound? Renewed(PeriodFound period) => period.Row.RenewsId is { } id ? Periods.FirstOrDefault(p => p.Row.Id == id) : null;
}

/// <summary>Something that should not be.</summary>
/// <param name="Kind">Stable, for scripts.</param>
/// <param name="PeriodId">Null where it concerns the whole chain.</param>
/// <param name="Found">What is there.</param>
/// <param name="Expected">What should be.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record ChainProblem(string Kind, long? PeriodId, Problem Found, Problem Expected, Problem Remedy);
