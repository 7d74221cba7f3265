using TrainingHub.Modules.Certification.Carried;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using static TrainingHub.Modules.Certification.History.ChainCheck;

namespace TrainingHub.Modules.Certification.History;

/// <summary>Every certified period has the dates that its policy gives, computed anew from what it was completed with; and the chain counts on from the last.</summary>
internal static class CheckDates
{
    public static IEnumerable<ChainProblem> Of(ChainFacts facts)
    {
        DateOnly? anchor = null;
        foreach (var period in facts.Periods.Where(p => p.Row.CompletedOn is not null).OrderBy(p => p.Row.CompletedRecordedAt).ThenBy(p => p.Row.Number))
        {
            var (expected, problem) = Expected(facts, period, anchor);
            if (expected is null || !Is(period.Row, Opened(facts, period, expected.Term)))
            {
                var row = period.Row;
                yield return new ChainProblem("dates", row.Id,
                    Problem.Because("Valid from {0} to {1}, renewal from {2}, grace until {3}.", Iso(row.ValidFrom), Iso(row.ExpiresOn), Iso(row.WindowOpensOn), Iso(row.GraceEndsOn)),
                    expected is null
                        ? problem!
                        : Problem.Because("Completed on {0} under version {1} of the policy: valid to {2}, renewal from {3}, grace until {4}.", Iso(row.CompletedOn), period.PolicyNumber, Iso(expected.Term.Expiry),
                            Iso(expected.Term.WindowOpens), Iso(expected.Term.GraceEnds)),
                    Problem.Because("Look in the audit log for who changed it. If the stored dates are wrong, revoke the certification and carry it over with the right ones."));
            }
            // What is stored counts on, right or wrong: one fault is told once.
            anchor = period.Carried is null ? period.Row.AnchorOn : expected?.ChainAnchor;
        }
        if (anchor != facts.Chain.ChainAnchorOn)
            yield return new ChainProblem("anchor", null, Problem.Because("The chain counts from {0}.", Iso(facts.Chain.ChainAnchorOn)), Problem.Because("Its last completed period gives {0}; the next renewal would get wrong dates.", Iso(anchor)), ByHand);
    }

    private static Outcome<CarriedTerm> Expected(ChainFacts facts, PeriodFound period, DateOnly? anchor)
    {
        var row = period.Row;
        if (period.Carried is { } carried)
        {
            // A policy that came later may have no use for the anchor that the file had.
            var hasUse = !period.IsMoved || period.Policy.Basis == ExpiryBasis.Fixed || (period.Policy.Basis == ExpiryBasis.Expiry && carried.ExpiresAsked is not null);
            return CarriedTerm.For(period.Policy, row.CompletedOn!.Value, carried.ExpiresAsked, hasUse ? carried.AnchorAsked : null);
        }
        var renewed = facts.Renewed(period)?.Row;
        var (term, problem) = PeriodDates.For(period.Policy, new Completion(row.CompletedOn!.Value, row.DueOn, renewed?.ExpiresOn, anchor, renewed?.WindowOpensOn));
        return term is null ? problem! : new CarriedTerm(term, term.Anchor);
    }

    /// <summary>A window that had opened when a later policy moved the dates stays open.</summary>
    private static PeriodTerm Opened(ChainFacts facts, PeriodFound period, PeriodTerm term) =>
        period.IsMoved && period.Row.WindowOpensOn is { } opens && opens < term.WindowOpens && facts.Periods.Any(p => p.Row.RenewsId == period.Row.Id) ? term with { WindowOpens = opens } : term;

    private static bool Is(Periods.Period row, PeriodTerm term) =>
        (row.ValidFrom, row.ExpiresOn, row.WindowOpensOn, row.GraceEndsOn, row.AnchorOn, row.AnchorSteps) == (row.CompletedOn, term.Expiry, term.WindowOpens, term.GraceEnds, term.Anchor, term.Steps)
        && row.CompletedRecordedAt is not null;
}
