using TrainingHub.Modules.Sessions.Planning;

namespace TrainingHub.Tests.Sessions;

/// <summary>From the clocks of a site to instants.</summary>
public sealed class SessionPlanTests
{
    private static SessionPlan At(string day, string from, int minutes = 60) =>
        new(1, 1, 1, "Room", DateOnly.ParseExact(day, "yyyy-MM-dd", null), TimeOnly.ParseExact(from, "HH:mm", null), minutes, 10);

    private static string Said(SessionPlan plan, string zone) =>
        plan.Times(TimeZoneInfo.FindSystemTimeZoneById(zone)) is var read && read.Problem is { } problem ? problem.ToString() : $"{read.Value!.Starts:yyyy-MM-dd HH:mm} {read.Value.Ends:HH:mm}";

    [Fact]
    public void A_session_begins_on_the_clocks_of_its_site() => Assert.Equal("2026-03-02 06:00 07:00", Said(At("2026-03-02", "14:00"), "Asia/Shanghai"));

    [Fact]
    public void A_time_that_the_clocks_leap_over_is_refused_and_of_one_that_comes_twice_the_first_is_meant()
    {
        Assert.Contains("That time does not exist", Said(At("2026-03-29", "02:30"), "Europe/Berlin"), StringComparison.Ordinal);
        Assert.Equal("2026-10-25 00:30 01:30", Said(At("2026-10-25", "02:30"), "Europe/Berlin"));
        Assert.Contains("That day does not exist", Said(At("2011-12-30", "10:00"), "Pacific/Apia"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_hour_is_an_hour_also_where_the_clocks_change_meanwhile()
    {
        Assert.Equal("2026-03-29 00:30 01:30", Said(At("2026-03-29", "01:30"), "Europe/Berlin")); // until 03:30 on the wall
        Assert.Equal("2026-10-24 23:30 01:30", Said(At("2026-10-25", "01:30", 120), "Europe/Berlin")); // until 02:30, the second time
    }

    [Theory]
    [InlineData(9, 10, false)]
    [InlineData(10, 1, true)]
    [InlineData(720, 1000, true)]
    [InlineData(721, 10, false)]
    [InlineData(60, 0, false)]
    [InlineData(60, 1001, false)]
    public void Length_and_seats_have_bounds(int minutes, int seats, bool isFine) => Assert.Equal(isFine, (At("2026-03-02", "14:00", minutes) with { Seats = seats }).Fault() is null);

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("0026-03-02")]
    [InlineData("9999-12-31")]
    public void A_year_that_was_half_typed_is_refused_before_any_clock_is_asked(string day) => Assert.Contains("Check the year", At(day, "14:00", 60).Fault()!.ToString(), StringComparison.Ordinal);
}
