using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Sessions.Planning;

/// <param name="From">On the clocks of the site.</param>
/// <param name="Minutes">Time that passes, also over a change of the clocks.</param>
internal sealed record SessionPlan(long TopicId, long SiteId, long TrainerId, string Room, DateOnly Day, TimeOnly From, int Minutes, int Seats)
{
    public const int LeastMinutes = 10;
    public const int MostMinutes = 12 * 60;
    public const int MostSeats = 1000;
    public const int LongestRoom = 100;

    // A date that was only half typed has the year 0002; and no clock is known so far ahead.
    private const int FirstYear = 2000, LastYear = 2200;

    /// <summary>What can't be meant, whatever else is planned.</summary>
    public Problem? Fault() =>
        Day.Year is < FirstYear or > LastYear ? Problem.Because("Check the year: {0} is not possible here.", Day.Year)
        : Room.Length is 0 or > LongestRoom ? Problem.Because("Say where it is held, in at most {0} characters.", LongestRoom)
        : Minutes is < LeastMinutes or > MostMinutes ? Problem.Because("A session takes from {0} to {1} minutes.", LeastMinutes, MostMinutes)
        : Seats is < 1 or > MostSeats ? Problem.Because("A session has from 1 to {0} seats.", MostSeats)
        : null;

    /// <summary>Start and end as instants. A time that the clocks leap over is refused, of one that comes twice the first is meant.</summary>
    public Outcome<SessionTimes> Times(TimeZoneInfo zone)
    {
        var civil = Day.ToDateTime(From);
        if (zone.IsInvalidTime(civil)) return Problem.Because("That time does not exist: the clocks are put forward then. Choose another.");
        var offset = zone.IsAmbiguousTime(civil) ? zone.GetAmbiguousTimeOffsets(civil).Max() : zone.GetUtcOffset(civil);
        var starts = new DateTimeOffset(civil, offset).ToUniversalTime();
        // Of a day that a zone left out, as Samoa did in 2011, the framework calls no hour invalid.
        if (zone.DayOf(starts) != Day) return Problem.Because("That day does not exist in the site's time zone. Choose another.");
        return new SessionTimes(starts, starts.AddMinutes(Minutes));
    }
}

internal sealed record SessionTimes(DateTimeOffset Starts, DateTimeOffset Ends);
