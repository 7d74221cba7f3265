using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using static TrainingHub.Modules.Certification.History.ChainCheck;

namespace TrainingHub.Modules.Certification.History;

/// <summary>Everything that lies ahead of a period stands in the due index, or no job would ever find it.</summary>
internal static class CheckSteps
{
    public static IEnumerable<ChainProblem> Of(ChainFacts facts)
    {
        foreach (var period in facts.Periods)
        {
            var ahead = Expected(period).Where(s => s.On > period.Row.DayOf(facts.Now));
            // Of an open period the next step is enough; who does it notes the one after.
            if (period.Row.IsOpen && ahead.FirstOrDefault() is ({ } next, var until)) ahead = period.Steps.Any(s => s.DoneAt is null && s.DueOn < until) ? [] : [(next, until)];
            foreach (var (step, on) in ahead)
                if (Missing(facts, period, step, on) is { } problem) yield return problem;
        }
    }

    private static ChainProblem? Missing(ChainFacts facts, PeriodFound period, string step, DateOnly on)
    {
        var stored = period.Steps.FirstOrDefault(s => s.Step == step);
        var doneOn = stored?.DoneAt is { } at ? period.Row.Zone(facts.Zones[0]).DayOf(at) : (DateOnly?)null;
        // Done a day early it may be: the person has moved to where it is still yesterday.
        if (period.IsMoved && doneOn is not null) return null; // what was told stays told, also where the dates were moved after it
        if (stored?.DueOn == on && !(doneOn < on.AddDays(-1))) return null;
        var found = stored is null
            ? Problem.Because("Nothing is noted for the step {0}.", step)
            : stored.DueOn == on ? Problem.Because("The step {0} counts as done since {1}.", step, Iso(doneOn)) : Problem.Because("The step {0} is noted for {1}.", step, Iso(stored.DueOn));
        return new ChainProblem("step-missing", period.Row.Id, found, Problem.Because("The step {0} on {1}, still to be done.", step, Iso(on)), ByHand);
    }

    private static IEnumerable<(string Step, DateOnly On)> Expected(PeriodFound period)
    {
        var row = period.Row;
        if (row.IsOpen) return PeriodSteps.OfOpen(row.AssignedOn, row.DueOn, row.IsRenewal);
        return row is { IsCertified: true, ExpiresOn: { } expires, WindowOpensOn: { } opens, GraceEndsOn: { } graceEnds } ? PeriodSteps.OfCertified(new PeriodTerm(expires, 0, expires, opens, graceEnds)) : [];
    }
}
