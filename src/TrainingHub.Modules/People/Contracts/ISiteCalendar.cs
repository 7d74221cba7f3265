namespace TrainingHub.Modules.People.Contracts;

/// <summary>On which days a place works: its weekly rest, and the days that are not as their weekday.</summary>
/// <param name="Rest">Weekly.</param>
/// <param name="Days">True: a working day all the same; false: closed.</param>
public sealed record WorkingDays(IReadOnlySet<DayOfWeek> Rest, IReadOnlyDictionary<DateOnly, bool> Days)
{
    public bool Works(DateOnly day) => Days.TryGetValue(day, out var works) ? works : !Rest.Contains(day.DayOfWeek);

    /// <summary>The first working day on that day or after it; null where none is within a year.</summary>
    public DateOnly? From(DateOnly day)
    {
        for (var i = 0; i <= 366; i++)
            if (Works(day.AddDays(i))) return day.AddDays(i);
        return null;
    }

    /// <summary>The last working day before that day; null where none is within a year.</summary>
    public DateOnly? Before(DateOnly day)
    {
        for (var i = 1; i <= 366; i++)
            if (Works(day.AddDays(-i))) return day.AddDays(-i);
        return null;
    }
}

/// <summary>Working days by the site where somebody is placed now.</summary>
public interface ISiteCalendar
{
    Task<WorkingDays> Of(long personId, CancellationToken ct);
}
