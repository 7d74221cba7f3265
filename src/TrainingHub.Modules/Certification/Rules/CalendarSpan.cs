using System.Globalization;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Rules;

internal enum CalendarUnit { Day, Week, Month, Year }

/// <summary>
/// A length of time in calendar units, written "30d", "2w", "12m" or "1y". A month or a year has no fixed number of
/// days: it is added to a date, and the day is clamped at the month's end (31 January + 1m = 28 or 29 February).
/// Source: semantics §1, "Calendar units, never 365 days".
/// </summary>
/// <param name="Count">How many units. Zero is a span of nothing; <see cref="Parse"/> never gives a negative one.</param>
/// <param name="Unit">The unit counted.</param>
internal readonly record struct CalendarSpan(int Count, CalendarUnit Unit)
{
    /// <summary>True for months and years, whose length in days depends on where they are laid.</summary>
    public bool IsMonths => Unit is CalendarUnit.Month or CalendarUnit.Year;

    /// <summary>The span in its base unit: months if <see cref="IsMonths"/>, else days.</summary>
    public long Length => (long)Count * (Unit switch { CalendarUnit.Week => 7, CalendarUnit.Year => 12, _ => 1 });

    /// <summary>Reads a whole number directly followed by d, w, m or y, the same in every culture.</summary>
    public static Outcome<CalendarSpan> Parse(string? text) =>
        TryParse(text, out var span)
            ? span
            : new Problem("bad-span", "“{0}” is not a length of time. Write a whole number and d, w, m or y, such as 30d, 2w, 12m or 1y.", text ?? "");

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string? text, out CalendarSpan span)
    {
        span = default;
        if (text is not { Length: >= 2 }) return false;
        CalendarUnit? unit = text[^1] switch
        {
            'd' => CalendarUnit.Day,
            'w' => CalendarUnit.Week,
            'm' => CalendarUnit.Month,
            'y' => CalendarUnit.Year,
            _ => null,
        };
        if (unit is null || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        span = new CalendarSpan(count, unit.Value);
        return true;
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}{"dwmy"[(int)Unit]}");

    /// <summary>This span k times as long; k may be zero or negative.</summary>
    /// <exception cref="OverflowException">The count no longer fits.</exception>
    public CalendarSpan Times(int k) =>
        (long)Count * k is >= int.MinValue and <= int.MaxValue and var count
            ? this with { Count = (int)count }
            : throw new OverflowException($"{k} times {this} is too long a span.");

    /// <summary>The date this span after <paramref name="date"/>, clamped at the month's end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The calendar (years 1 to 9999) ends before. Where that may happen, ask <see cref="TryAddTo"/>.</exception>
    public DateOnly AddTo(DateOnly date) =>
        TryAddTo(date, 1, out var result) ? result : throw OutsideCalendar(date, "after");

    /// <summary>The date this span before <paramref name="date"/>, clamped at the month's end: 31 March − 1m = 28 or 29 February.</summary>
    /// <inheritdoc cref="AddTo"/>
    public DateOnly SubtractFrom(DateOnly date) =>
        TryAddTo(date, -1, out var result) ? result : throw OutsideCalendar(date, "before");

    /// <summary>
    /// <paramref name="date"/> + k · this, in ONE step from the date given. Adding k times instead would clamp k times
    /// and drift: 31 January + 2m is 31 March, not 28 March. False if the calendar ends before.
    /// </summary>
    public bool TryAddTo(DateOnly date, int k, out DateOnly result)
    {
        result = default;
        var length = (Int128)Length * k;
        var position = length + (IsMonths ? date.Year * 12 + date.Month - 1 : date.DayNumber);
        var (first, last) = IsMonths ? (12, 9999 * 12 + 11) : (0, DateOnly.MaxValue.DayNumber);
        if (position < first || position > last) return false;
        result = IsMonths ? date.AddMonths((int)length) : date.AddDays((int)length);
        return true;
    }

    /// <summary>
    /// True if this span is shorter than the other from whichever date both are laid. Spans of days and of months can
    /// be such that neither is always shorter: 30d and 1m.
    /// </summary>
    public bool IsAlwaysShorterThan(CalendarSpan other)
    {
        if (IsMonths == other.IsMonths) return Length < other.Length;
        // No run of months strays ten days from its average, and most policies are clearer than that.
        var ahead = other.AverageDays - AverageDays;
        return Math.Abs(ahead) > 20 ? ahead > 0 : DayBounds().Most < other.DayBounds().Least;
    }

    // The Gregorian calendar repeats after 4800 months, which are 146097 days.
    private decimal AverageDays => IsMonths ? Length * 146097m / 4800m : Length;

    /// <summary>
    /// The fewest and the most days this span can last. From first to first of the month is enough: a clamped addition
    /// ends at a month's last day, and from last day to last day is again a sum of whole months.
    /// </summary>
    private (long Least, long Most) DayBounds()
    {
        if (!IsMonths) return (Length, Length);
        var (cycles, months) = Math.DivRem(Length, 4800);
        long least = long.MaxValue, most = 0;
        var start = new DateOnly(2000, 1, 1);
        for (var m = 0; m < 4800; m++)
        {
            var first = start.AddMonths(m);
            var days = first.AddMonths((int)months).DayNumber - first.DayNumber;
            least = Math.Min(least, days);
            most = Math.Max(most, days);
        }

        return (least + cycles * 146097, most + cycles * 146097);
    }

    private ArgumentOutOfRangeException OutsideCalendar(DateOnly date, string direction) =>
        new(nameof(date), $"{this} {direction} {date:yyyy-MM-dd} is outside the calendar, which has the years 1 to 9999.");
}
