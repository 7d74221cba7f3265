using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using static TrainingHub.Modules.Certification.History.ChainCheck;

namespace TrainingHub.Modules.Certification.History;

/// <summary>Which periods there are and how they follow each other: one open, one in force, each renewed by the next, and asked only while a reason asks.</summary>
internal static class CheckOrder
{
    public static IEnumerable<ChainProblem> Of(ChainFacts facts)
    {
        foreach (var period in facts.Periods)
        {
            if (period.Row.PersonId != facts.Chain.PersonId || period.Row.ProgramId != facts.Chain.ProgramId)
                yield return new ChainProblem("another-person", period.Row.Id, Problem.Because("The period belongs to person {0} and programme {1}.", period.Row.PersonId, period.Row.ProgramId),
                    Problem.Because("Its requirement belongs to person {0} and programme {1}.", facts.Chain.PersonId, facts.Chain.ProgramId), ByHand);
            foreach (var problem in period.Row.IsRenewal ? Renewal(facts, period) : []) yield return problem;
            if (period.Row.EndReason == EndReason.Renewed.ToText() && RenewedWrongly(facts, period) is { } alone) yield return alone;
        }
        if (Several("two-open", facts.Periods.Where(p => p.Row.IsOpen)) is { } open) yield return open;
        if (Several("two-certified", facts.Periods.Where(p => p.Row.IsCertified)) is { } certified) yield return certified;
        if (Asked(facts) is { } asked) yield return asked;
    }

    private static ChainProblem? Several(string kind, IEnumerable<PeriodFound> found)
    {
        PeriodFound[] periods = [.. found];
        if (periods.Length < 2) return null;
        var numbers = string.Join(", ", periods.Select(p => p.Row.Number));
        return new ChainProblem(kind, periods[^1].Row.Id,
            kind == "two-open" ? Problem.Because("Periods {0} are open at once.", numbers) : Problem.Because("Periods {0} are certified at once.", numbers),
            kind == "two-open" ? Problem.Because("At most one open period.") : Problem.Because("At most one period in force; the one before ends as renewed."), ByHand);
    }

    private static IEnumerable<ChainProblem> Renewal(ChainFacts facts, PeriodFound period)
    {
        if (facts.Renewed(period) is not { Row: { CompletedOn: not null, WindowOpensOn: { } opens } renewed })
        {
            yield return new ChainProblem("renews-nothing", period.Row.Id, Problem.Because("Period {0} renews a period that was never completed, or another person's.", period.Row.Number),
                Problem.Because("A renewal follows a completed period of the same person and programme."), ByHand);
            yield break;
        }
        if (period.Row.AssignedOn < opens)
            yield return new ChainProblem("renewal-too-early", period.Row.Id, Problem.Because("The renewal was opened on {0}.", Iso(period.Row.AssignedOn)),
                Problem.Because("The window of period {0} opens on {1}, and no renewal is open before.", renewed.Number, Iso(opens)), ByHand);
        if (period.Row.CompletedOn is not null && renewed.EndReason != EndReason.Renewed.ToText())
            yield return new ChainProblem("renewed-but-in-force", renewed.Id, Problem.Because("Period {0} was renewed by period {1} and did not end with it.", renewed.Number, period.Row.Number),
                Problem.Because("Ended on {0} as renewed.", Iso(period.Row.CompletedOn)), ByHand);
    }

    private static ChainProblem? RenewedWrongly(ChainFacts facts, PeriodFound period)
    {
        var successor = facts.Periods.FirstOrDefault(p => p.Row.RenewsId == period.Row.Id && p.Row.CompletedOn is not null);
        if (successor is null)
            return new ChainProblem("renewed-by-none", period.Row.Id, Problem.Because("Period {0} ended as renewed on {1}, and no period renewed it.", period.Row.Number, Iso(period.Row.EndedOn)),
                Problem.Because("A completed period that renews it."), ByHand);
        return successor.Row.CompletedOn == period.Row.EndedOn ? null : new ChainProblem("renewed-another-day", period.Row.Id, Problem.Because("Period {0} ended as renewed on {1}.", period.Row.Number, Iso(period.Row.EndedOn)),
            Problem.Because("Its renewal was completed on {0}, and it ends on that day.", Iso(successor.Row.CompletedOn)), ByHand);
    }

    /// <summary>What is open is asked by somebody, and what is asked is open, held, or excused.</summary>
    private static ChainProblem? Asked(ChainFacts facts)
    {
        var open = facts.Periods.FirstOrDefault(p => p.Row.IsOpen);
        if (open is not null && !facts.Chain.IsAssigned)
            return new ChainProblem("open-unasked", open.Row.Id, Problem.Because("Period {0} is open, and no rule and nobody asks for it any more.", open.Row.Number),
                Problem.Because("It ends as unassigned with the last reason."), Problem.Because("Assign the programme by hand and take that back again: the period then ends properly. Or restore the reason from a backup."));
        var last = facts.Periods.Count == 0 ? null : facts.Periods[^1];
        if (open is null && facts.Chain.IsAssigned && last?.Row.EndReason != EndReason.Waived.ToText() && !facts.Periods.Any(p => p.Row.IsCertified))
            return new ChainProblem("asked-not-open", last?.Row.Id, Problem.Because("The programme is asked of this person, and no period is open or in force."),
                Problem.Because("An open period, until it is completed or excused."), Problem.Because("Assign the programme by hand: that opens the period."));
        return null;
    }
}
