using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Schedules;

namespace TrainingHub.Tests.Quizzes.Schedules;

public sealed class RecurrenceTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeOnly Nine = new(9, 0);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Dates(Recurrence rule, int most = 8) => string.Join(' ', rule.Dates().Take(most).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    private static string Utc(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    [Fact]
    public void Once_is_on_its_day_and_no_other() => Assert.Equal("2027-02-28", Dates(new Recurrence("once", Day("2027-02-28"), Nine, 60)));

    [Fact]
    public void Working_days_leave_weekends_out() =>
        Assert.Equal("2026-11-27 2026-11-30 2026-12-01", Dates(new Recurrence("working-days", Day("2026-11-27"), Nine, 60) { Times = 3 }));

    [Fact]
    public void Weekly_is_on_the_chosen_days_from_the_first_day_on() =>
        Assert.Equal("2026-11-26 2026-11-30 2026-12-03 2026-12-07", Dates(new Recurrence("weekly", Day("2026-11-24"), Nine, 60) { Weekdays = [DayOfWeek.Monday, DayOfWeek.Thursday], Until = Day("2026-12-09") }));

    [Fact]
    public void The_last_day_counts() =>
        Assert.Equal("2026-11-26 2026-12-03", Dates(new Recurrence("weekly", Day("2026-11-24"), Nine, 60) { Weekdays = [DayOfWeek.Thursday], Until = Day("2026-12-03") }));

    [Fact]
    public void A_day_that_a_month_has_not_is_its_last_one_also_in_a_leap_year_and_the_next_month_has_it_again() =>
        Assert.Equal("2028-01-31 2028-02-29 2028-03-31 2028-04-30 2028-05-31", Dates(new Recurrence("monthly-day", Day("2028-01-01"), Nine, 60) { Day = 31 }, 5));

    [Fact]
    public void February_of_a_common_year_has_28_days() =>
        Assert.Equal("2027-02-28 2027-03-30", Dates(new Recurrence("monthly-day", Day("2027-02-01"), Nine, 60) { Day = 30 }, 2));

    [Theory]
    [InlineData(1, DayOfWeek.Monday, "2026-12-07 2027-01-04 2027-02-01")]
    [InlineData(3, DayOfWeek.Tuesday, "2026-12-15 2027-01-19 2027-02-16")]
    [InlineData(4, DayOfWeek.Sunday, "2026-11-22 2026-12-27 2027-01-24")]
    [InlineData(5, DayOfWeek.Friday, "2026-11-27 2026-12-25 2027-01-29")]
    public void The_nth_weekday_of_a_month_is_found(int week, DayOfWeek day, string dates) =>
        Assert.Equal(dates, Dates(new Recurrence("monthly-weekday", Day("2026-11-21"), Nine, 60) { Week = week, Weekdays = [day] }, 3));

    [Fact]
    public void A_time_that_the_clocks_leap_over_opens_at_the_leap()
    {
        // Berlin, 28 March 2027: 02:00 becomes 03:00.
        var leap = new Recurrence("once", Day("2027-03-28"), new TimeOnly(2, 30), 120).Occurrences(Berlin).Single();
        Assert.Equal(("2027-03-28 01:00", "2027-03-28 03:00"), (Utc(leap.OpensAt), Utc(leap.ClosesAt)));
    }

    [Fact]
    public void A_time_that_comes_twice_opens_at_the_first_and_a_day_later_closes_by_the_clock_on_the_wall()
    {
        // Berlin, 31 October 2027: 03:00 becomes 02:00.
        var twice = new Recurrence("once", Day("2027-10-31"), new TimeOnly(2, 30), 60).Occurrences(Berlin).Single();
        Assert.Equal(("2027-10-31 00:30", "2027-10-31 01:30"), (Utc(twice.OpensAt), Utc(twice.ClosesAt)));
        var longDay = new Recurrence("once", Day("2027-10-30"), Nine, 24 * 60).Occurrences(Berlin).Single();
        Assert.Equal(TimeSpan.FromHours(25), longDay.ClosesAt - longDay.OpensAt);
        var untilTwo = new Recurrence("once", Day("2027-10-30"), new TimeOnly(2, 30), 24 * 60).Occurrences(Berlin).Single();
        Assert.Equal("2027-10-31 01:30", Utc(untilTwo.ClosesAt));
    }

    [Fact]
    public void Nine_o_clock_stays_nine_o_clock_when_the_clocks_change() =>
        Assert.Equal(["2027-03-22 08:00", "2027-03-29 07:00"], new Recurrence("weekly", Day("2027-03-22"), Nine, 60) { Weekdays = [DayOfWeek.Monday] }.Occurrences(Berlin).Take(2).Select(o => Utc(o.OpensAt)));

    [Fact]
    public void No_occurrence_comes_twice_and_each_is_later_than_the_one_before_in_every_zone()
    {
        TimeZoneInfo[] zones = [.. new[] { "Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "Australia/Lord_Howe", "America/Nuuk", "Europe/Dublin" }.Select(TimeZoneInfo.FindSystemTimeZoneById)];
        var chance = new Random(20261121);
        for (var round = 0; round < 600; round++)
        {
            var zone = zones[chance.Next(zones.Length)];
            var rule = new Recurrence(Recurrence.Kinds[chance.Next(Recurrence.Kinds.Length)], Day("2009-01-01").AddDays(chance.Next(9000)), new TimeOnly(chance.Next(24), chance.Next(60)), chance.Next(5, Recurrence.MostOpenMinutes))
            {
                Weekdays = [.. Enumerable.Range(0, 7).Select(d => (DayOfWeek)d).Where(_ => chance.Next(2) == 0).Append((DayOfWeek)chance.Next(7)).Distinct()],
                Day = chance.Next(1, 32),
                Week = chance.Next(1, 6),
                Times = chance.Next(3) == 0 ? chance.Next(1, 60) : null,
                Until = chance.Next(3) == 0 ? Day("2034-06-30") : null,
            };
            var made = rule.Occurrences(zone).Take(800).ToList();
            Assert.Equal(made, JsonSerializer.Deserialize<Recurrence>(JsonSerializer.Serialize(rule, Json.Plain), Json.Plain)!.Occurrences(zone).Take(800));
            Assert.All(made.Zip(made.Skip(1)), p => Assert.True(p.First.On < p.Second.On && p.First.OpensAt < p.Second.OpensAt, $"{rule} in {zone.Id}: {p.First} then {p.Second}"));
            Assert.All(made, o =>
            {
                Assert.True(o.ClosesAt > o.OpensAt && o.On >= rule.From && (rule.Until is null || o.On <= rule.Until));
                Assert.Equal(o.On, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(o.OpensAt, zone).DateTime));
            });
            Assert.True(made.Count <= (rule.Times ?? 800));
        }
    }

    [Fact]
    public void A_day_that_a_zone_leaves_out_at_the_date_line_has_no_occurrence()
    {
        // Samoa went from 29 to 31 December 2011.
        var rule = new Recurrence("weekly", Day("2011-12-28"), new TimeOnly(0, 0), 60) { Weekdays = [.. Enum.GetValues<DayOfWeek>()], Times = 5 };
        var days = rule.Occurrences(TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia")).Select(o => o.On.Day).ToList();
        Assert.Equal([28, 29, 31, 1], days);
    }

    [Theory]
    [InlineData("weekly", 8 * 24 * 60, "It would still be open when it opens the next time. Let it stay open for a shorter time.")]
    [InlineData("working-days", 24 * 60 + 1, "It would still be open when it opens the next time. Let it stay open for a shorter time.")]
    [InlineData("weekly", 4, "It must stay open for at least 5 minutes and at most 31 days.")]
    [InlineData("weekly", int.MaxValue, "It must stay open for at least 5 minutes and at most 31 days.")]
    [InlineData("sometimes", 60, "Choose how it repeats.")]
    public void What_cannot_be_meant_is_named(string repeats, int minutes, string problem) =>
        Assert.Equal(problem, new Recurrence(repeats, Day("2026-11-23"), Nine, minutes) { Weekdays = [DayOfWeek.Monday] }.Fault(Shanghai)?.ToString());

    [Fact]
    public void Until_before_from_no_weekday_and_no_fitting_day_are_named()
    {
        var rule = new Recurrence("weekly", Day("2026-11-24"), Nine, 60) { Weekdays = [DayOfWeek.Monday] };
        Assert.Null(rule.Fault(Shanghai));
        Assert.Contains("last day is before the first", (rule with { Until = Day("2026-11-23") }).Fault(Shanghai)?.ToString());
        Assert.Contains("No day fits", (rule with { Until = Day("2026-11-29") }).Fault(Shanghai)?.ToString());
        Assert.Contains("at least one day", (rule with { Weekdays = [] }).Fault(Shanghai)?.ToString());
        Assert.Contains("1 to 1000 times", (rule with { Times = 0 }).Fault(Shanghai)?.ToString());
        Assert.Contains("from 1 to 31", (rule with { Repeats = "monthly-day", Day = 32 }).Fault(Shanghai)?.ToString());
        Assert.Contains("which week", (rule with { Repeats = "monthly-weekday", Week = 6 }).Fault(Shanghai)?.ToString());
    }
}
