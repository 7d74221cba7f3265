using System.Globalization;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>Where clocks leap, and where a day never was, the date on the wall is still the date that counts.</summary>
public sealed class CivilDayTests
{
    private static DateTimeOffset Utc(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04T02:59:59", "2018-11-03")] // at midnight the clock leaps to one
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00:00", "2018-11-04")]
    [InlineData("America/Sao_Paulo", "2019-02-17T02:00:00", "2019-02-16")] // at midnight it is eleven once more
    [InlineData("America/Sao_Paulo", "2019-02-17T02:59:59", "2019-02-16")]
    [InlineData("America/Sao_Paulo", "2019-02-17T03:00:00", "2019-02-17")]
    [InlineData("Pacific/Apia", "2011-12-30T09:59:59", "2011-12-29")] // Samoa had no 30 December in 2011
    [InlineData("Pacific/Apia", "2011-12-30T10:00:00", "2011-12-31")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T12:59:59", "2026-04-04")] // half an hour of summer time
    [InlineData("Australia/Lord_Howe", "2026-04-04T13:00:00", "2026-04-05")]
    [InlineData("Australia/Lord_Howe", "2026-04-05T13:29:59", "2026-04-05")]
    [InlineData("Australia/Lord_Howe", "2026-04-05T13:30:00", "2026-04-06")]
    [InlineData("Africa/Cairo", "2023-04-27T21:59:59", "2023-04-27")] // a Friday that begins at one
    [InlineData("Africa/Cairo", "2023-04-27T22:00:00", "2023-04-28")]
    [InlineData("Africa/Cairo", "2023-10-26T21:59:59", "2023-10-26")] // a Thursday of 25 hours
    [InlineData("Africa/Cairo", "2023-10-26T22:00:00", "2023-10-27")]
    [InlineData("Pacific/Kiritimati", "2026-12-31T09:59:59", "2026-12-31")] // a day ahead of
    [InlineData("Pacific/Niue", "2026-12-31T10:59:59", "2026-12-30")] // a day behind
    public void The_day_is_the_one_on_the_wall(string zone, string instant, string day) =>
        Assert.Equal(Day(day), TimeZoneInfo.FindSystemTimeZoneById(zone).DayOf(Utc(instant)));

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00")]
    [InlineData("America/Sao_Paulo", "2019-02-17", "2019-02-17T03:00:00")]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00")] // it never was: what counts from that day counts from the next
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00")]
    [InlineData("Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00")]
    [InlineData("Africa/Cairo", "2023-10-27", "2023-10-26T22:00:00")]
    public void A_day_begins_with_the_first_instant_that_bears_its_date(string zone, string day, string instant)
    {
        var place = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var start = place.StartOfDay(Day(day));
        Assert.Equal(Utc(instant), start);
        Assert.True(place.DayOf(start) >= Day(day) && place.DayOf(start.AddTicks(-1)) < Day(day));
    }

    /// <summary>A window that opens on such a day opens with it, and evidence of the last second before does not count.</summary>
    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00")]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00")]
    [InlineData("Australia/Lord_Howe", "2026-04-06", "2026-04-05T13:30:00")]
    [InlineData("Africa/Cairo", "2023-10-27", "2023-10-26T22:00:00")]
    public void Evidence_counts_from_the_first_instant_of_the_window(string zone, string opens, string instant)
    {
        var (place, first) = (TimeZoneInfo.FindSystemTimeZoneById(zone), Utc(instant));
        var before = first.AddYears(-1);
        Assert.True(CountingEvidence.Counts(first, Day(opens), first.AddDays(3), before, place));
        Assert.False(CountingEvidence.Counts(first.AddSeconds(-1), Day(opens), first.AddDays(3), before, place));
        Assert.Equal(first, CountingEvidence.Since(Day(opens), first.AddDays(3), before, place));
    }

    /// <summary>A year is counted on the calendar: that 30 December 2011 never was in Samoa, or that a day had 25 hours, moves no expiry.</summary>
    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00:00", "2019-11-04")]
    [InlineData("Pacific/Apia", "2011-12-30T09:59:59", "2012-12-29")]
    [InlineData("Pacific/Apia", "2010-12-30T10:30:00", "2011-12-30")] // the last valid day is one that Samoa left out
    [InlineData("Africa/Cairo", "2023-10-26T21:30:00", "2024-10-26")]
    public void No_leap_of_the_clock_moves_an_expiry(string zone, string completed, string expiry)
    {
        var day = TimeZoneInfo.FindSystemTimeZoneById(zone).DayOf(Utc(completed));
        foreach (var basis in Enum.GetValues<ExpiryBasis>())
            Assert.Equal(Day(expiry), Dates(Policy("1y", "2m", basis), new Completion(day, day)).Expiry);
    }
}
