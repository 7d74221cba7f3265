using TrainingHub.Modules.Certification.Rules;
using Xunit;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

public sealed class DueDatesTests
{
    [Theory]
    [InlineData("2026-03-01", "2026-01-01", "2026-02-01", "2026-03-08")]
    [InlineData("2026-01-01", "2026-03-01", "2026-02-01", "2026-03-08")]
    [InlineData("2026-01-01", "2026-02-01", "2026-03-01", "2026-03-08")]
    [InlineData("2026-03-01", "2026-02-01", null, "2026-03-08")]
    [InlineData("2026-03-01", "2026-03-01", "2026-03-01", "2026-03-08")]
    public void Due_in_days_counts_from_the_latest_of_hire_rule_and_joining(string rule, string joined, string? hired, string due) =>
        Assert.Equal(Day(due), DueDates.DueIn(Span("7d"), Day(rule), Day(joined), DayOrNull(hired)).Value);

    [Fact]
    public void Importing_an_old_hand_makes_nobody_overdue_at_once()
    {
        var imported = Day("2026-11-21");
        var due = DueDates.DueIn(Span("7d"), ruleStarts: Day("2024-01-01"), joined: imported, hired: Day("2009-05-01")).Value;
        var noon = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        var facts = new PeriodFacts(new PeriodFact.Assigned(imported, noon), new PeriodFact.Due(due, noon));
        Assert.Equal(PeriodStatus.Assigned, facts.StatusOn(imported));
        Assert.Equal(PeriodStatus.Assigned, facts.StatusOn(Day("2026-11-28")));
        Assert.Equal(PeriodStatus.Overdue, facts.StatusOn(Day("2026-11-29")));
    }

    [Fact]
    public void Months_clamp_zero_is_the_same_day_and_the_impossible_is_said()
    {
        Assert.Equal(Day("2026-02-28"), DueDates.DueIn(Span("1m"), Day("2026-01-31"), Day("2026-01-31"), null).Value);
        Assert.Equal(Day("2026-01-31"), DueDates.DueIn(Span("0d"), Day("2026-01-31"), Day("2026-01-31"), null).Value);
        Assert.Equal("outside-calendar", DueDates.DueIn(Span("9999y"), Day("2026-01-31"), Day("2026-01-31"), null).Problem?.Code);
        Assert.Equal("due-negative", DueDates.DueIn(Span("1d").Times(-1), Day("2026-01-31"), Day("2026-01-31"), null).Problem?.Code);
    }
}
