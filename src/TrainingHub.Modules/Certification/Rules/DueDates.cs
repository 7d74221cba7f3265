using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Rules;

/// <summary>When an assignment is due. Civil days in the zone of the person's site.</summary>
internal static class DueDates
{
    /// <summary>
    /// "Due in N days" counts from the latest of hire, the rule's start and joining the audience, so importing an old
    /// hand, or writing a rule today, makes nobody overdue at once. The day given is the last one in time, inclusive. Source: semantics §1, "Rules".
    /// </summary>
    /// <param name="within">N; calendar units, clamped at the month's end.</param>
    /// <param name="ruleStarts">The first day on which the rule assigns.</param>
    /// <param name="joined">When the person came into the rule's audience.</param>
    /// <param name="hired">The latest hire (a rehire counts anew); null where nobody knows, as with agency staff.</param>
    public static Outcome<DateOnly> DueIn(CalendarSpan within, DateOnly ruleStarts, DateOnly joined, DateOnly? hired)
    {
        if (within.Count < 0) return new Problem("due-negative", "The time to complete it can't be negative; it is {0}.", within);
        return within.TryAddTo(CountsFrom(ruleStarts, joined, hired), 1, out var due)
            ? due
            : new Problem("outside-calendar", "{0} from then is outside the calendar, which has the years 1 to 9999.", within);
    }

    /// <summary>
    /// A fixed day, the same for everybody, but for whom it leaves too little time: then it moves on by whole active periods until enough is left.
    /// </summary>
    /// <param name="day">The last day in time, inclusive.</param>
    /// <param name="atLeast">So much time everybody has; nothing for none.</param>
    /// <param name="from">As of <see cref="CountsFrom"/>.</param>
    /// <param name="active">Longer than nothing.</param>
    public static Outcome<DateOnly> FixedOn(DateOnly day, CalendarSpan atLeast, DateOnly from, CalendarSpan active)
    {
        var grid = new DateGrid(day, active);
        return atLeast.TryAddTo(from, 1, out var earliest) && grid.TryAt(Math.Max(0, grid.FirstOnOrAfter(earliest)), out var due)
            ? due
            : new Problem("outside-calendar", "{0} from then is outside the calendar, which has the years 1 to 9999.", atLeast);
    }

    /// <summary>The day from which "in N days" counts; for the page that explains a due date.</summary>
    public static DateOnly CountsFrom(DateOnly ruleStarts, DateOnly joined, DateOnly? hired)
    {
        var latest = ruleStarts > joined ? ruleStarts : joined;
        return hired > latest ? hired.Value : latest;
    }
}
