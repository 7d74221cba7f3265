using System.Globalization;
using TrainingHub.Modules.Certification.Rules;
using Xunit;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

public sealed class CalendarSpanTests
{
    [Theory]
    [InlineData("30d", 30, "Day")]
    [InlineData("2w", 2, "Week")]
    [InlineData("12m", 12, "Month")]
    [InlineData("1y", 1, "Year")]
    [InlineData("0d", 0, "Day")]
    public void A_span_is_read_and_written_in_the_same_form(string text, int count, string unit)
    {
        Assert.True(CalendarSpan.TryParse(text, out var span));
        Assert.Equal(new CalendarSpan(count, Enum.Parse<CalendarUnit>(unit)), span);
        Assert.Equal(text, span.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("12")]
    [InlineData("12M")]
    [InlineData("-1m")]
    [InlineData("+1m")]
    [InlineData("1.5m")]
    [InlineData("1,000d")]
    [InlineData(" 1m")]
    [InlineData("1 m")]
    [InlineData("1m ")]
    [InlineData("１m")]
    [InlineData("2147483648d")]
    [InlineData("1mm")]
    public void What_is_not_a_span_is_refused_with_an_example_of_one(string? text)
    {
        Assert.False(CalendarSpan.TryParse(text, out _));
        var problem = Assert.IsType<Modules.Platform.Problem>(CalendarSpan.Parse(text).Problem);
        Assert.Contains("such as 30d", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_and_writing_do_not_depend_on_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var odd = (CultureInfo)new CultureInfo("ar-SA").Clone();
            odd.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = odd;
            Assert.Equal("-12m", Span("12m").Times(-1).ToString());
            Assert.Equal(Day("2026-12-31"), Span("12m").AddTo(Day("2025-12-31")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("2026-01-31", "1m", "2026-02-28")]
    [InlineData("2024-01-31", "1m", "2024-02-29")]
    [InlineData("2024-02-29", "1y", "2025-02-28")]
    [InlineData("2024-02-29", "4y", "2028-02-29")]
    [InlineData("1896-02-29", "4y", "1900-02-28")]
    [InlineData("1996-02-29", "4y", "2000-02-29")]
    [InlineData("2026-02-28", "1m", "2026-03-28")]
    [InlineData("2026-02-28", "2w", "2026-03-14")]
    [InlineData("2024-02-28", "2d", "2024-03-01")]
    [InlineData("2026-05-05", "0m", "2026-05-05")]
    [InlineData("0001-01-01", "0d", "0001-01-01")]
    public void Adding_clamps_at_the_end_of_the_month(string from, string span, string to) =>
        Assert.Equal(Day(to), Span(span).AddTo(Day(from)));

    [Theory]
    [InlineData("2026-03-31", "1m", "2026-02-28")]
    [InlineData("2024-03-31", "1m", "2024-02-29")]
    [InlineData("2024-02-29", "1y", "2023-02-28")]
    [InlineData("2026-03-01", "1d", "2026-02-28")]
    [InlineData("2026-01-15", "2m", "2025-11-15")]
    public void Subtracting_clamps_at_the_end_of_the_month(string from, string span, string to) =>
        Assert.Equal(Day(to), Span(span).SubtractFrom(Day(from)));

    [Fact]
    public void Twice_a_month_from_the_31st_is_the_31st_again()
    {
        Assert.Equal(Day("2026-03-31"), Span("1m").Times(2).AddTo(Day("2026-01-31")));
        Assert.Equal(Day("2025-11-30"), Span("1m").Times(-2).AddTo(Day("2026-01-31")));
        Assert.Equal(Day("2026-01-31"), Span("1m").Times(0).AddTo(Day("2026-01-31")));
    }

    [Theory]
    [InlineData("9999-12-31", "1d", 1)]
    [InlineData("9999-12-01", "1m", 1)]
    [InlineData("2026-01-01", "8000y", 1)]
    [InlineData("2026-01-01", "2147483647y", 2147483647)]
    [InlineData("2026-01-01", "2147483647w", -2147483648)]
    [InlineData("0001-01-01", "1d", -1)]
    [InlineData("0001-01-31", "1m", -1)]
    public void Leaving_the_calendar_is_said_and_not_thrown(string from, string span, int k) =>
        Assert.False(Span(span).TryAddTo(Day(from), k, out _));

    [Fact]
    public void The_throwing_forms_name_the_date_and_the_span()
    {
        var late = Assert.Throws<ArgumentOutOfRangeException>(() => Span("1m").AddTo(Day("9999-12-31")));
        Assert.Contains("1m after 9999-12-31 is outside the calendar", late.Message, StringComparison.Ordinal);
        var early = Assert.Throws<ArgumentOutOfRangeException>(() => Span("1d").SubtractFrom(Day("0001-01-01")));
        Assert.Contains("1d before 0001-01-01 is outside the calendar", early.Message, StringComparison.Ordinal);
        Assert.Throws<OverflowException>(() => Span("2000000000d").Times(2));
    }

    [Fact]
    public void The_last_and_the_first_day_of_the_calendar_are_reached()
    {
        Assert.Equal(DateOnly.MaxValue, Span("1m").AddTo(Day("9999-11-30")).AddDays(1));
        Assert.Equal(DateOnly.MinValue, Span("1y").SubtractFrom(Day("0002-01-01")));
    }

    [Theory]
    [InlineData("11m", "1y", true)]
    [InlineData("12m", "1y", false)]
    [InlineData("13d", "2w", true)]
    [InlineData("14d", "2w", false)]
    [InlineData("27d", "1m", true)]
    [InlineData("28d", "1m", false)]
    [InlineData("1m", "31d", false)]
    [InlineData("1m", "32d", true)]
    [InlineData("364d", "1y", true)]
    [InlineData("365d", "1y", false)]
    [InlineData("1y", "366d", false)]
    [InlineData("1y", "367d", true)]
    [InlineData("0m", "1d", true)]
    [InlineData("0d", "0m", false)]
    public void A_span_counts_as_shorter_only_if_it_always_is(string shorter, string longer, bool expected) =>
        Assert.Equal(expected, Span(shorter).IsAlwaysShorterThan(Span(longer)));

    [Fact]
    public void The_bounds_of_months_in_days_hold_for_every_start_and_are_met()
    {
        foreach (var months in (int[])[1, 2, 3, 5, 6, 11, 12, 13, 18, 24, 49])
        {
            var lengths = Enumerable.Range(0, 146097)
                .Select(n => Day("1890-01-01").AddDays(n))
                .Select(d => d.AddMonths(months).DayNumber - d.DayNumber)
                .ToHashSet();
            var span = new CalendarSpan(months, CalendarUnit.Month);
            Assert.True(Days(lengths.Min() - 1).IsAlwaysShorterThan(span));
            Assert.False(Days(lengths.Min()).IsAlwaysShorterThan(span));
            Assert.True(span.IsAlwaysShorterThan(Days(lengths.Max() + 1)));
            Assert.False(span.IsAlwaysShorterThan(Days(lengths.Max())));
        }

        static CalendarSpan Days(int n) => new(n, CalendarUnit.Day);
    }
}
