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
            foreach (var (step, on) in Ahead(facts, period))
                if (Missing(facts, period, step, on) is { } problem) yield return problem;
    }

    /// <summary>What is due today or was due before is the jobs' business; of dates that were moved also what was due today where the person worked then.</summary>
    private static IEnumerable<(string Step, DateOnly On)> Ahead(ChainFacts facts, PeriodFound period)
    {
        var ahead = period.Row.Steps(facts.Renewed(period)?.Row.ExpiresOn, period.Policy.Escalate).Where(s => s.On > period.Row.DayOf(facts.Now).AddDays(period.IsMoved ? 1 : 0)).ToList();
        // Of an open period the next step is enough; who does it notes the one after.
        if (period.Row.IsOpen) return ahead is [var next, ..] && !period.Steps.Any(s => s.DoneAt is null && s.DueOn < next.On) ? [next] : [];
        // A manager's step is noted when the one that it follows is done, which a job that is late has yet to do.
        return ahead.Where(s => PeriodSteps.Before(s.Step) is not { } before || (period.Steps.Any(d => d.Step == before && d.DoneAt is not null) && !period.Steps.Any(d => d.Step == before && d.DoneAt is null)));
    }

    private static ChainProblem? Missing(ChainFacts facts, PeriodFound period, string step, DateOnly on)
    {
        StepFact[] noted = [.. period.Steps.Where(s => s.Step == step)];
        // Of dates that were moved there may be several; the one for this day counts, else what is still to be done, else what was done last.
        var stored = Array.Find(noted, s => s.DueOn == on) ?? Array.Find(noted, s => s.DoneAt is null) ?? noted.MaxBy(s => s.DoneAt);
        var doneOn = stored?.DoneAt is { } at ? period.Row.Zone(facts.Zones[0]).DayOf(at) : (DateOnly?)null;
        // Told for another day, of the same lapse: how long after it a manager hears of it was changed since.
        if (doneOn is not null && PeriodSteps.Before(step) is { } before && period.Steps.Where(s => s.Step == before).All(s => s.DoneAt <= stored!.DoneAt)) return null;
        // Done a day early it may be: the person has moved to where it is still yesterday.
        if (stored?.DueOn == on && !(doneOn < on.AddDays(-1))) return null;
        var found = stored is null
            ? Problem.Because("Nothing is noted for the step {0}.", step)
            : stored.DueOn == on ? Problem.Because("The step {0} counts as done since {1}.", step, Iso(doneOn)) : Problem.Because("The step {0} is noted for {1}.", step, Iso(stored.DueOn));
        return new ChainProblem("step-missing", period.Row.Id, found, Problem.Because("The step {0} on {1}, still to be done.", step, Iso(on)), ByHand);
    }
}
