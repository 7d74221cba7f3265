namespace TrainingHub.Modules.Platform;

/// <summary>Civil days and the time line.</summary>
public static class CivilDays
{
    /// <summary>The first instant of the day in the zone, also where clocks skip midnight or pass it twice. Of a day that never was, it is that of the next.</summary>
    public static DateTimeOffset StartOfDay(this TimeZoneInfo zone, DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        var start = new DateTimeOffset(midnight, offset).ToUniversalTime();
        // Samoa had no 30 December 2011. The framework knows no such gap: it calls none of its hours invalid.
        while (DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, zone).DateTime) < day) start = start.AddMinutes(15);
        return start;
    }

    /// <summary>The date on the wall of the zone at that instant.</summary>
    public static DateOnly DayOf(this TimeZoneInfo zone, DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
