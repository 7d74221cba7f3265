namespace TrainingHub.Modules.Certification.Rules;

/// <summary>
/// The dates anchor + k · step for every integer k, before the anchor too. Each is counted from the anchor itself and
/// clamped at the month's end, so 29 February and the 31st come back when they can (semantics §1). Strictly increasing
/// in k, since steps of months land in different months: a date has at most one k.
/// </summary>
/// <param name="Anchor">The date at k = 0.</param>
/// <param name="Step">Longer than nothing.</param>
internal readonly record struct DateGrid(DateOnly Anchor, CalendarSpan Step)
{
    /// <summary>The date at k; false if the calendar does not reach so far.</summary>
    public bool TryAt(int k, out DateOnly date) => Step.TryAddTo(Anchor, k, out date);

    /// <summary>The k of the first date of the grid on or after <paramref name="floor"/>.</summary>
    public int FirstOnOrAfter(DateOnly floor)
    {
        // Counting whole months (or days) leads to the grid's last date in the floor's month or before. The one before
        // that is certainly too early, the one after certainly late enough; the day of the month decides.
        var distance = Step.IsMonths
            ? (floor.Year - Anchor.Year) * 12L + floor.Month - Anchor.Month
            : floor.DayNumber - Anchor.DayNumber;
        var k = (int)Math.Floor((decimal)distance / Step.Length);
        // Where the calendar has no date at k, it lies before year 1, hence before the floor.
        return TryAt(k, out var date) && date >= floor ? k : k + 1;
    }

    /// <summary>The k at which the grid meets <paramref name="date"/>; null if it does not.</summary>
    public int? StepsTo(DateOnly date)
    {
        var k = FirstOnOrAfter(date);
        return TryAt(k, out var met) && met == date ? k : null;
    }
}
