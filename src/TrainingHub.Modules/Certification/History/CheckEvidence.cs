using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using static TrainingHub.Modules.Certification.History.ChainCheck;

namespace TrainingHub.Modules.Certification.History;

/// <summary>Whoever is certified has shown what was asked, themselves, since it was asked, on the day that stands on the certificate.</summary>
internal static class CheckEvidence
{
    public static IEnumerable<ChainProblem> Of(ChainFacts facts)
    {
        foreach (var period in facts.Periods)
        {
            ChainProblem[] faults = [.. period.Evidence.Select(e => Fault(facts, period, e)).OfType<ChainProblem>()];
            foreach (var fault in faults) yield return fault;
            // What was carried over was earned elsewhere; and that something is missing where something is wrong goes without saying.
            if (faults.Length == 0 && period.Row.CompletedOn is not null && period.Carried is null && Judge(facts, period) is { } problem) yield return problem;
        }
    }

    private static ChainProblem? Fault(ChainFacts facts, PeriodFound period, EvidenceFact evidence)
    {
        var row = period.Row;
        if (evidence.PersonId != row.PersonId)
            return new ChainProblem("evidence-of-another", row.Id, Problem.Because("{0} ({1}) was done by person {2}.", Name(evidence), evidence.Reference, evidence.PersonId), Problem.Because("Evidence of person {0}, whose period it is.", row.PersonId), Revoke);
        if (!evidence.IsSound)
            return new ChainProblem("evidence-not-passed", row.Id, Problem.Because("{0} ({1}) counts, and was not passed by this person.", Name(evidence), evidence.Reference), Problem.Because("An attempt that was passed."), Revoke);
        if (row.CompletedOn is not null && facts.Periods.FirstOrDefault(p => p.Row.Number < row.Number && p.Row.CompletedOn is not null && p.Evidence.Any(e => e.DeedId == evidence.DeedId)) is { } before)
            return new ChainProblem("evidence-twice", row.Id, Problem.Because("{0} ({1}) completes periods {2} and {3}.", Name(evidence), evidence.Reference, before.Row.Number, row.Number), Problem.Because("What has completed one period completes no other."), Revoke);
        // What was begun before a transfer to and fro is taken up again, old or no longer asked as it may be.
        if (facts.Periods.Any(p => p.Row.Number < row.Number && p.Row.CompletedOn is null && p.Evidence.Any(e => e.DeedId == evidence.DeedId))) return null;
        if (!period.Path.Asks(evidence.Kind, evidence.Key))
            return new ChainProblem("evidence-not-asked", row.Id, Problem.Because("{0} ({1}) counts, and the period does not ask for it.", Name(evidence), evidence.Reference), Problem.Because("Only what is asked: {0}.", Names(period.Path.Leaves)), ByHand);
        var renewedAt = facts.Renewed(period)?.Row.CompletedRecordedAt;
        return facts.CountingZonesOf(period).Any(z => CountingEvidence.Counts(evidence.OccurredAt, row.AssignedOn, row.EvidenceFrom, renewedAt, z))
            ? null
            : new ChainProblem("evidence-too-old", row.Id, Problem.Because("{0} ({1}) was done at {2}.", Name(evidence), evidence.Reference, Minute(evidence.OccurredAt)),
                Problem.Because("Evidence from {0} on; what was done before does not count for this period.", Minute(CountingEvidence.Since(row.AssignedOn, row.EvidenceFrom, renewedAt, facts.CountingZonesOf(period)[0]))), Revoke);
    }

    /// <summary>The tree, judged anew.</summary>
    private static ChainProblem? Judge(ChainFacts facts, PeriodFound period)
    {
        Evidence[] evidence = [.. period.Evidence.Where(e => e.IsSound && e.PersonId == period.Row.PersonId).Select(e => e.AsEvidence)];
        DateOnly[] days = [.. facts.CountingZonesOf(period).Select(z => period.Path.CompletedAt(evidence, z)).OfType<DateTimeOffset>().Distinct().SelectMany(at => facts.ZonesOf(period).Select(z => z.DayOf(at))).Distinct()];
        if (days.Length == 0)
            return new ChainProblem("evidence-missing", period.Row.Id, Problem.Because("Certified on {0}, though the evidence does not meet what was asked.", Iso(period.Row.CompletedOn)),
                Problem.Because("Also evidence of {0}.", Names(period.Path.On(period.Row.CompletedOn!.Value).Evaluate(evidence).Missing)), Revoke);
        return days.Contains(period.Row.CompletedOn!.Value) ? null : new ChainProblem("completed-another-day", period.Row.Id, Problem.Because("Completed on {0}.", Iso(period.Row.CompletedOn)),
            Problem.Because("The evidence was complete on {0}.", Iso(days[0])), Problem.Because("Look in the audit log for who changed it. If the stored dates are wrong, revoke the certification and carry it over with the right ones."));
    }

    private static string Name(EvidenceFact evidence) => $"{evidence.Kind}:{evidence.Key}";

    private static string Names(IEnumerable<Requirement.Leaf> leaves) => string.Join(", ", leaves.Select(l => $"{l.Kind}:{l.Key}"));

    private static string Minute(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
