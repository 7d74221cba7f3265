using System.Globalization;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>The dates of a certification that was earned elsewhere.</summary>
/// <param name="ChainAnchor">From which its renewals count.</param>
internal sealed record CarriedTerm(PeriodTerm Term, DateOnly ChainAnchor)
{
    /// <summary>
    /// By the policy from the day of completion, as if it had been earned here; or until the day that stands on the old paper. That day is then its own
    /// anchor, but for fixed dates: there the renewal leads to the date on which everybody else renews.
    /// </summary>
    public static Outcome<CarriedTerm> For(PeriodPolicy policy, DateOnly completed, DateOnly? expires, DateOnly? anchor)
    {
        if (anchor is not null && policy.Basis == ExpiryBasis.Completion)
            return Problem.Because("This programme counts from the day of completion and has no anchor. Leave anchor_on empty.");
        if (expires is not { } last)
        {
            if (anchor is not null && policy.Basis == ExpiryBasis.Expiry) return Problem.Because("From an anchor alone the expiry can't be told. Give expires_on too, or leave anchor_on empty.");
            var (term, problem) = PeriodDates.For(policy, new Completion(completed, Anchor: anchor));
            return term is null ? problem! : new CarriedTerm(term, term.Anchor);
        }
        if (last <= completed) return Problem.Because("It expires on {0}, which is not after its completion.", Iso(last));
        if (!policy.Window.TryAddTo(last, -1, out var opens) || !policy.Grace.TryAddTo(last, 1, out var graceEnds))
            return Problem.Because("{0} is outside the calendar once window and grace are added, which has the years 1 to 9999.", Iso(last));
        return new CarriedTerm(new PeriodTerm(last, 0, last, opens, graceEnds), anchor ?? (policy.Basis == ExpiryBasis.Fixed ? policy.Anchor : null) ?? last);
    }

    /// <summary>What is still to be told. Importing tells nothing of the past; but who would have heard by now that it expires soon, hears it today.</summary>
    public IEnumerable<(string Step, DateOnly On)> StepsFrom(DateOnly today)
    {
        foreach (var (step, on) in PeriodSteps.OfCertified(Term))
        {
            if (step == PeriodSteps.Expiring && on < today && today <= Term.Expiry) yield return (step, today);
            else if (on > today || (on == today && today <= Term.Expiry)) yield return (step, on);
        }
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
