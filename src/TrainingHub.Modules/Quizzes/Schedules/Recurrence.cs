using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Attempts;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>One time a scheduled quiz comes round.</summary>
/// <param name="On">Its civil day in the hub's zone.</param>
internal sealed record Occurrence(DateOnly On, DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

/// <summary>
/// When a scheduled quiz comes round, in civil days and times of the hub's zone. Kept as JSON. All of it is arithmetic: the same rule and zone give
/// the same occurrences for ever, strictly one after the other.
/// </summary>
/// <param name="Repeats">One of <see cref="Kinds"/>.</param>
/// <param name="From">No occurrence before this day; "once" is on it.</param>
/// <param name="OpenMinutes">How long it stays open. Whole days of it are civil days (from nine to nine, also over a change of the clocks), the rest is time that passes.</param>
internal sealed record Recurrence(string Repeats, DateOnly From, TimeOnly Opens, int OpenMinutes)
{
    public static readonly string[] Kinds = ["once", "working-days", "weekly", "monthly-day", "monthly-weekday"];
    public const int LastWeek = 5;
    public const int MostOpenMinutes = 31 * Day24;
    private const int Day24 = 24 * 60;

    /// <summary>The last day it may be on; null: no end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>How often at most, counted from the first; null: no end.</summary>
    public int? Times { get; init; }

    /// <summary>weekly: on these; monthly-weekday: on the first of them.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>monthly-day: 1 to 31; in a shorter month its last day.</summary>
    public int Day { get; init; } = 1;

    /// <summary>monthly-weekday: the first to fourth of its month, or <see cref="LastWeek"/> for the last.</summary>
    public int Week { get; init; } = 1;

    /// <summary>The days by the rule, each once, in their order; endless where the rule is.</summary>
    public IEnumerable<DateOnly> Dates()
    {
        var dates = Repeats switch
        {
            "once" => [From],
            "working-days" => Days().Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)),
            "weekly" => Days().Where(d => Weekdays.Contains(d.DayOfWeek)),
            "monthly-day" => Months().Select(m => m.AddDays(Math.Min(Day, DateTime.DaysInMonth(m.Year, m.Month)) - 1)),
            "monthly-weekday" => Months().Select(m => InMonth(m, Week, Weekdays[0])),
            _ => throw new InvalidOperationException($"There is no recurrence {Repeats}."),
        };
        dates = dates.SkipWhile(d => d < From).TakeWhile(d => Until is null || d <= Until);
        return Times is { } most ? dates.Take(most) : dates;
    }

    public IEnumerable<Occurrence> Occurrences(TimeZoneInfo zone) => Dates().Select(d => On(d, zone)).OfType<Occurrence>();

    /// <summary>Null where the zone has no such day (one moved over the date line), so that two never open at once.</summary>
    public Occurrence? On(DateOnly day, TimeZoneInfo zone)
    {
        var opens = Opening(day.ToDateTime(Opens), zone);
        if (zone.DayOf(opens) != day) return null;
        return new Occurrence(day, opens, Closing(opens, day.ToDateTime(Opens), OpenMinutes, zone));
    }

    /// <summary>The moment of a civil time: of one that the clocks leap over, the leap; of one that comes twice, the first.</summary>
    public static DateTimeOffset Opening(DateTime civil, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(civil)) civil = civil.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(civil) ? zone.GetAmbiguousTimeOffsets(civil).Max() : zone.GetUtcOffset(civil);
        return new DateTimeOffset(civil, offset).ToUniversalTime();
    }

    public static DateTimeOffset Closing(DateTimeOffset opens, DateTime civilOpening, int openMinutes, TimeZoneInfo zone)
    {
        var (days, rest) = Math.DivRem(openMinutes, Day24);
        // Whoever was promised "until nine" and meets nine o'clock twice has until the second.
        var from = days == 0 ? opens : AttemptRules.Instant(civilOpening.AddDays(days), zone)!.Value;
        return from.AddMinutes(rest);
    }

    /// <summary>What can't be meant; null where all is well.</summary>
    public Problem? Fault(TimeZoneInfo zone)
    {
        if (!Kinds.Contains(Repeats)) return Problem.Because("Choose how it repeats.");
        if (From.Year is < 2000 or > 2200) return Problem.Because("Choose a first day that is not so far away.");
        if (OpenMinutes is < 5 or > MostOpenMinutes) return Problem.Because("It must stay open for at least 5 minutes and at most 31 days.");
        if (Until < From) return Problem.Because("The last day is before the first. Choose a later one, or none.");
        if (Times is < 1 or > 1000) return Problem.Because("It can come round 1 to 1000 times. Leave the number empty for no end.");
        if (Repeats is "weekly" or "monthly-weekday" && (Weekdays.Count == 0 || Weekdays.Any(d => !Enum.IsDefined(d)))) return Problem.Because("Choose at least one day of the week.");
        if (Repeats == "monthly-day" && Day is < 1 or > 31) return Problem.Because("The day of the month must be from 1 to 31.");
        if (Repeats == "monthly-weekday" && Week is < 1 or > LastWeek) return Problem.Because("Choose which week of the month.");
        // Gaps repeat within a month or two; a year of them shows every clock change too.
        var year = Occurrences(zone).Take(400).ToList();
        if (year.Count == 0) return Problem.Because("No day fits: the last day comes before the first time it would open.");
        return year.Zip(year.Skip(1)).Any(p => p.First.ClosesAt > p.Second.OpensAt) ? Problem.Because("It would still be open when it opens the next time. Let it stay open for a shorter time.") : null;
    }

    private static DateOnly InMonth(DateOnly first, int week, DayOfWeek weekday)
    {
        var earliest = first.AddDays(((int)weekday - (int)first.DayOfWeek + 7) % 7);
        var day = earliest.AddDays(7 * (week - 1));
        return day.Month == first.Month ? day : day.AddDays(-7);
    }

    private IEnumerable<DateOnly> Days()
    {
        for (var day = From; day < DateOnly.MaxValue; day = day.AddDays(1)) yield return day;
    }

    private IEnumerable<DateOnly> Months()
    {
        for (var month = new DateOnly(From.Year, From.Month, 1); month.Year < DateOnly.MaxValue.Year; month = month.AddMonths(1)) yield return month;
    }
}
