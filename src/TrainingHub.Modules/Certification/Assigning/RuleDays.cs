using TrainingHub.Modules.People.Contracts;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>The days on which time alone may change what rules ask of somebody: nobody does anything then, so somebody must look.</summary>
internal static class RuleDays
{
    /// <summary>The first such day after the given one; null where there is none. Some of them change nothing; between two of them nothing changes.</summary>
    /// <param name="excusesEnd">The first days on which excuses hold no more.</param>
    public static DateOnly? Next(PersonStanding standing, IEnumerable<RuleVersion> rules, IEnumerable<DateOnly> excusesEnd, DateOnly after)
    {
        DateOnly? next = null;
        foreach (var day in OfPerson(standing).Concat(excusesEnd).Concat(rules.SelectMany(r => OfRule(standing, r))))
            if (day > after && !(day >= next)) next = day;
        return next;
    }

    private static IEnumerable<DateOnly> OfPerson(PersonStanding standing)
    {
        yield return standing.HiredOn;
        if (standing.LeftOn is { } left) yield return left.AddDays(1);
        foreach (var tag in standing.Tags)
        {
            yield return tag.FromOn;
            if (tag.ToOn is { } last) yield return last.AddDays(1);
        }
    }

    private static IEnumerable<DateOnly> OfRule(PersonStanding standing, RuleVersion rule)
    {
        // Rules of other places are none of this person's business, and would have everybody looked at.
        if (!standing.IsIn(rule.Reaches, standing.HiredOn)) yield break;
        yield return rule.StartsOn;
        if (rule.EndsOn is { } ends) yield return ends;
        foreach (var audience in (IEnumerable<Audience>)[rule.Catches, .. rule.Catches.Except ?? []])
        {
            if (audience.EmployedFor is { } least) yield return standing.HiredOn.AddDays(least);
            if (audience.HiredWithin is { } within) yield return standing.HiredOn.AddDays(within + 1);
        }
    }
}
