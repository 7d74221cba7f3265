namespace TrainingHub.Modules.Certification.Rules;

/// <summary>A step as it stands in the due index.</summary>
internal sealed record NotedStep(string Step, DateOnly On, bool IsDone);

/// <summary>
/// What is still to be done of a period whose dates or policy have changed. Source: decision 0046. What was done stays done as long as it is so: a step that lies ahead by the new dates comes again, since what
/// was told of the old ones is no longer true; nothing that is past by both is told a second time.
/// </summary>
internal static class StepsAgain
{
    /// <param name="life">All steps of the period as it is now, each after the one that it follows.</param>
    /// <param name="noted">In the order in which they were noted. A step may stand there several times, at most once still to be done.</param>
    public static IReadOnlyList<(string Step, DateOnly On)> Of(IEnumerable<(string Step, DateOnly On)> life, IReadOnlyList<NotedStep> noted, DateOnly today)
    {
        var ahead = new List<(string Step, DateOnly On)>();
        foreach (var (step, on) in life)
            if (Comes(step, on)) ahead.Add((step, on));
        return ahead;

        bool Comes(string step, DateOnly on)
        {
            var (own, first) = (Latest(step), PeriodSteps.Before(step) is { } before ? (Step: before, At: Latest(before)) : ((string Step, int At)?)null);
            // What it follows comes again, so it is told after that.
            if (first is { } lead && ahead.Exists(a => a.Step == lead.Step)) return false;
            if (own >= 0 && !noted[own].IsDone) return true;
            // Done since the latest time that what it follows was done, or not yet: of one and the same lapse it is told once, however long after it that is to be now.
            if (first is { } done) return done.At >= 0 && noted[done.At].IsDone && own < done.At;
            // What is not noted and past was not to be told, as of a certification that was carried over.
            return on > today && (own < 0 || noted[own].On != on);
        }

        int Latest(string step)
        {
            for (var i = noted.Count - 1; i >= 0; i--)
                if (noted[i].Step == step) return i;
            return -1;
        }
    }
}
