using FsCheck.Fluent;
using TrainingHub.Modules.Certification.Rules;
using Xunit;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>The rules of semantics §1 by example; <see cref="PeriodDatesProperties"/> has them for random cases.</summary>
public sealed class PeriodDatesTests
{
    [Theory]
    [InlineData("1y", "6m", "2021-12-31", null, "2021-02-28", "2021-12-31")]
    [InlineData("1y", "6m", "2021-12-31", null, "2021-07-30", "2022-12-31")]
    [InlineData("1y", "5m", "2014-12-31", null, "2014-08-24", "2015-12-31")]
    [InlineData("1m", "1m", null, "2026-01-30", "2025-12-31", "2026-02-28")]
    public void Fixed_gives_the_vectors_of_the_semantics(string active, string minimum, string? due, string? anchor, string completed, string expiry)
    {
        var term = Dates(Policy(active, "1w", ExpiryBasis.Fixed, minimum), new Completion(Day(completed), DayOrNull(due), null, DayOrNull(anchor)));
        Assert.Equal(Day(expiry), term.Expiry);
    }

    [Theory]
    [InlineData("2026-01-30", "2026-03-15", "2026-03-30", 2)] // the 30th comes back after February
    [InlineData("2026-01-31", "2026-02-20", "2026-02-28", 1)]
    [InlineData("2026-01-31", "2026-02-27", "2026-02-28", 1)] // + 1d: on the grid date itself
    [InlineData("2026-01-31", "2026-02-28", "2026-03-31", 2)]
    [InlineData("2030-06-30", "2026-02-26", "2026-02-28", -52)] // the anchor lies ahead: k is negative
    [InlineData("2026-06-30", "2026-06-29", "2026-06-30", 0)]
    public void The_grid_of_fixed_reaches_to_both_sides_of_its_anchor(string anchor, string completed, string expiry, int steps)
    {
        var term = Dates(Policy("1m", "0d", ExpiryBasis.Fixed), new Completion(Day(completed), Anchor: Day(anchor)));
        Assert.Equal((Day(anchor), steps, Day(expiry)), (term.Anchor, term.Steps, term.Expiry));
    }

    [Fact]
    public void Fixed_is_anchored_by_the_chain_else_the_current_expiry_else_the_due_date_else_the_completion()
    {
        var policy = Policy("1y", "2m", ExpiryBasis.Fixed);
        var completed = Day("2026-03-10");
        var all = new Completion(completed, Day("2026-06-30"), Day("2026-04-30"), Day("2025-12-31"));
        Assert.Equal(Day("2026-12-31"), Dates(policy, all).Expiry);
        Assert.Equal(Day("2027-04-30"), Dates(policy, all with { Anchor = null }).Expiry);
        Assert.Equal(Day("2026-06-30"), Dates(policy, all with { Anchor = null, CurrentExpiry = null }).Expiry);
        Assert.Equal(Day("2027-03-10"), Dates(policy, new Completion(completed)).Expiry);
    }

    [Theory]
    [InlineData("1d", "2026-01-20", "2026-03-01")]
    [InlineData(null, "2026-01-20", "2027-03-01")]
    [InlineData("1d", "2026-02-28", "2026-03-01")]
    [InlineData("1d", "2026-03-01", "2027-03-01")] // on the day itself: a day is the least
    [InlineData("2m", "2026-01-01", "2026-03-01")]
    [InlineData("2m", "2026-01-02", "2027-03-01")]
    [InlineData("18m", "2026-01-20", "2028-03-01")]
    public void A_joiner_of_a_fixed_date_gets_a_short_first_cycle(string? firstMinimum, string completed, string expiry)
    {
        var policy = Policy("1y", "2m", ExpiryBasis.Fixed, "6m", firstMinimum: firstMinimum, anchor: "2026-03-01");
        var term = Dates(policy, new Completion(Day(completed), Day("2026-01-15")));
        Assert.Equal((Day("2026-03-01"), Day(expiry)), (term.Anchor, term.Expiry));
    }

    [Fact]
    public void Only_the_first_cycle_is_short()
    {
        var policy = Policy("1y", "2m", ExpiryBasis.Fixed, "6m", firstMinimum: "1d", anchor: "2026-03-01");
        var renewal = new Completion(Day("2026-02-20"), Day("2026-03-01"), Day("2026-03-01"), Day("2026-03-01"), Day("2026-01-01"));
        Assert.Equal(Day("2027-03-01"), Dates(policy, renewal).Expiry);
    }

    [Fact]
    public void The_date_of_the_policy_is_for_chains_that_have_none()
    {
        var policy = Policy("1y", "2m", ExpiryBasis.Fixed, anchor: "2020-03-01");
        var all = new Completion(Day("2026-03-10"), Day("2026-06-30"), Day("2026-04-30"), Day("2025-12-31"));
        Assert.Equal(Day("2026-12-31"), Dates(policy, all).Expiry);
        Assert.Equal(Day("2027-04-30"), Dates(policy, all with { Anchor = null }).Expiry);
        Assert.Equal(Day("2027-03-01"), Dates(policy, all with { Anchor = null, CurrentExpiry = null }).Expiry);
        Assert.Equal(Day("2027-03-01"), Dates(policy, new Completion(Day("2026-03-10"))).Expiry);
        // The other bases have no grid: for them a date would mean nothing.
        Assert.Equal(Day("2027-06-30"), Dates(Policy("1y", "2m", ExpiryBasis.Expiry, anchor: "2020-03-01"), all with { Anchor = null, CurrentExpiry = null }).Expiry);
    }

    [Fact]
    public void Late_completion_leaves_fixed_on_its_grid()
    {
        var term = Dates(Policy("1y", "2m", ExpiryBasis.Fixed), new Completion(Day("2029-05-05"), Day("2021-12-31"), Day("2026-12-31"), Day("2021-12-31")));
        Assert.Equal((Day("2021-12-31"), 8, Day("2029-12-31")), (term.Anchor, term.Steps, term.Expiry));
    }

    /// <summary>
    /// By the letter of the rule: E − W + M is E where M = W (the default), and E is the first grid date on or after that.
    /// Kept visible here, so that a change of it is a decision.
    /// </summary>
    [Fact]
    public void Renewing_fixed_on_the_very_day_its_window_opens_still_gives_the_current_expiry_and_a_day_later_the_next()
    {
        var policy = Policy("1y", "2m", ExpiryBasis.Fixed);
        var first = Dates(policy, new Completion(Day("2026-01-05"), Day("2026-06-30")));
        Assert.Equal(Day("2026-04-30"), first.WindowOpens);
        var renewal = new Completion(first.WindowOpens, first.Expiry, first.Expiry, first.Anchor);
        Assert.Equal(Day("2026-06-30"), Dates(policy, renewal).Expiry);
        Assert.Equal(Day("2027-06-30"), Dates(policy, renewal with { Completed = Day("2026-05-01") }).Expiry);
    }

    [Theory]
    [InlineData("2026-03-31", "12m", "2027-03-31")]
    [InlineData("2024-02-29", "12m", "2025-02-28")]
    [InlineData("2024-02-29", "48m", "2028-02-29")]
    [InlineData("2026-08-31", "6m", "2027-02-28")]
    [InlineData("2026-03-31", "90d", "2026-06-29")]
    public void Completion_counts_from_the_day_of_completion_whatever_was_before(string completed, string active, string expiry)
    {
        var policy = Policy(active, "2w", ExpiryBasis.Completion);
        var term = Dates(policy, new Completion(Day(completed), Day("2026-05-05"), Day("2026-06-30"), Day("2020-01-31")));
        Assert.Equal((Day(completed), 1, Day(expiry)), (term.Anchor, term.Steps, term.Expiry));
    }

    [Theory]
    [InlineData(null, "2026-03-10", "2026-03-10", "2027-03-10")] // no due date
    [InlineData("2026-04-01", "2026-03-10", "2026-04-01", "2027-04-01")] // early
    [InlineData("2026-03-10", "2026-03-10", "2026-03-10", "2027-03-10")] // on the due date
    [InlineData("2026-03-09", "2026-03-10", "2026-03-10", "2027-03-10")] // late
    [InlineData("2024-02-29", "2024-02-20", "2024-02-29", "2025-02-28")]
    public void The_first_expiry_counts_from_the_due_date_if_it_was_met(string? due, string completed, string anchor, string expiry)
    {
        var term = Dates(Policy("12m", "2m", ExpiryBasis.Expiry), new Completion(Day(completed), DayOrNull(due)));
        Assert.Equal((Day(anchor), 1, Day(expiry)), (term.Anchor, term.Steps, term.Expiry));
    }

    [Theory]
    [InlineData("2026-04-29", "2025-06-30", 1, "2026-06-30")] // before the window: literally E
    [InlineData("2026-04-30", "2025-06-30", 2, "2027-06-30")] // the window's first day
    [InlineData("2026-06-30", "2025-06-30", 2, "2027-06-30")] // the last valid day
    [InlineData("2026-07-01", "2026-07-01", 1, "2027-07-01")] // a day late: afresh
    public void A_renewal_by_expiry_turns_on_the_window_and_the_last_valid_day(string completed, string anchor, int steps, string expiry)
    {
        var policy = Policy("12m", "2m", ExpiryBasis.Expiry);
        var term = Dates(policy, new Completion(Day(completed), Day("2026-06-30"), Day("2026-06-30"), Day("2025-06-30")));
        Assert.Equal((Day(anchor), steps, Day(expiry)), (term.Anchor, term.Steps, term.Expiry));
    }

    [Theory]
    [InlineData("2m", "1m", "2026-04-30", "2026-05-10", "2027-06-30")] // open by the old policy, not by the new one
    [InlineData("1m", "2m", "2026-05-30", "2026-05-10", "2026-06-30")] // and the other way round
    public void The_window_that_counts_is_that_of_the_period_that_is_renewed(string before, string now, string opened, string completed, string expiry)
    {
        Assert.Equal(Day(opened), Dates(Policy("12m", before, ExpiryBasis.Expiry), new Completion(Day("2025-06-30"))).WindowOpens);
        var renewal = new Completion(Day(completed), Day("2026-06-30"), Day("2026-06-30"), Day("2025-06-30"), Day(opened));
        Assert.Equal(Day(expiry), Dates(Policy("12m", now, ExpiryBasis.Expiry), renewal).Expiry);
    }

    [Theory]
    [InlineData("2026-04-29", 0, "2026-06-30")]
    [InlineData("2026-05-20", 1, "2027-06-30")]
    public void Without_an_anchor_the_current_expiry_is_its_own(string completed, int steps, string expiry)
    {
        var term = Dates(Policy("12m", "2m", ExpiryBasis.Expiry), new Completion(Day(completed), CurrentExpiry: Day("2026-06-30")));
        Assert.Equal((Day("2026-06-30"), steps, Day(expiry)), (term.Anchor, term.Steps, term.Expiry));
    }

    [Fact]
    public void A_current_expiry_off_the_grid_becomes_the_anchor_by_expiry()
    {
        // 12m chain, then the policy became 18m: E = 2026-06-30 is no multiple of 18m from 2025-06-30.
        var policy = Policy("18m", "2m", ExpiryBasis.Expiry);
        var completion = new Completion(Day("2026-05-20"), null, Day("2026-06-30"), Day("2025-06-30"));
        var term = Dates(policy, completion);
        Assert.Equal((Day("2026-06-30"), 1, Day("2027-12-30")), (term.Anchor, term.Steps, term.Expiry));
        var early = Dates(policy, completion with { Completed = Day("2026-01-01") });
        Assert.Equal((Day("2026-06-30"), 0, Day("2026-06-30")), (early.Anchor, early.Steps, early.Expiry));
    }

    [Fact]
    public void A_fixed_renewal_within_the_window_never_ends_before_a_current_expiry_off_the_grid()
    {
        // C + M is 2026-06-11; the grid's next date, 2026-06-15, would take two weeks away.
        var completion = new Completion(Day("2026-06-10"), null, Day("2026-06-30"), Day("2025-06-15"));
        Assert.Equal(Day("2027-06-15"), Dates(Policy("1y", "1m", ExpiryBasis.Fixed, "1d"), completion).Expiry);
    }

    [Fact]
    public void The_29th_of_february_comes_back_in_a_chain_of_years()
    {
        Assert.Equal(
            ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"],
            Chain("2024-02-29", "1y", "2m", 5));
    }

    [Fact]
    public void The_31st_comes_back_in_a_chain_of_months()
    {
        Assert.Equal(
            ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31"],
            Chain("2026-01-31", "1m", "1w", 6));
    }

    /// <summary>Always renewed on the last valid day: what is counted from the completion stays where it was clamped, what is counted from an anchor comes back.</summary>
    [Theory]
    [InlineData("completion", "2024-02-29", "1y", "2025-02-28 2026-02-28 2027-02-28 2028-02-28")]
    [InlineData("expiry", "2024-02-29", "1y", "2025-02-28 2026-02-28 2027-02-28 2028-02-29")]
    [InlineData("fixed", "2024-02-29", "1y", "2025-02-28 2026-02-28 2027-02-28 2028-02-29")]
    [InlineData("completion", "2026-01-31", "1m", "2026-02-28 2026-03-28 2026-04-28 2026-05-28")]
    [InlineData("expiry", "2026-01-31", "1m", "2026-02-28 2026-03-31 2026-04-30 2026-05-31")]
    [InlineData("fixed", "2026-01-31", "1m", "2026-02-28 2026-03-31 2026-04-30 2026-05-31")]
    [InlineData("completion", "2023-08-30", "6m", "2024-02-29 2024-08-29 2025-02-28 2025-08-28")]
    [InlineData("expiry", "2023-08-30", "6m", "2024-02-29 2024-08-30 2025-02-28 2025-08-30")]
    [InlineData("fixed", "2023-08-30", "6m", "2024-02-29 2024-08-30 2025-02-28 2025-08-30")]
    [InlineData("completion", "2023-12-31", "2w", "2024-01-14 2024-01-28 2024-02-11 2024-02-25")]
    [InlineData("expiry", "2023-12-31", "60d", "2024-02-29 2024-04-29 2024-06-28 2024-08-27")]
    public void Leap_days_and_month_ends_in_every_basis(string basis, string first, string active, string expiries)
    {
        Assert.True(ExpiryBasisText.TryParse(basis, out var read));
        var policy = Policy(active, "7d", read);
        var term = Dates(policy, new Completion(Day(first), Day(first)));
        List<DateOnly> found = [term.Expiry];
        while (found.Count < 4)
        {
            term = Dates(policy, new Completion(term.Expiry, term.Expiry, term.Expiry, term.Anchor, term.WindowOpens));
            found.Add(term.Expiry);
        }
        Assert.Equal(expiries.Split(' ').Select(Day), found);
    }

    private static IEnumerable<string> Chain(string due, string active, string window, int length)
    {
        var policy = Policy(active, window, ExpiryBasis.Expiry);
        var term = Dates(policy, new Completion(Day(due), Day(due)));
        for (var n = 0; n < length; n++)
        {
            yield return term.Expiry.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            term = Dates(policy, new Completion(term.WindowOpens.AddDays(1), term.Expiry, term.Expiry, term.Anchor));
        }
    }

    [Theory]
    [InlineData("2026-04-30", "2m", "1m", "2026-02-28", "2026-05-30")]
    [InlineData("2026-12-31", "1m", "2m", "2026-11-30", "2027-02-28")]
    [InlineData("2024-03-31", "1m", "30d", "2024-02-29", "2024-04-30")]
    [InlineData("2026-06-30", "30d", "0d", "2026-05-31", "2026-06-30")]
    public void The_window_opens_W_before_the_expiry_and_grace_ends_G_after_it(string expiry, string window, string grace, string opens, string ends)
    {
        var policy = Policy("1y", window, ExpiryBasis.Fixed, "1d", grace);
        var term = Dates(policy, new Completion(Day(expiry).AddDays(-100), Anchor: Day(expiry)));
        Assert.Equal((Day(expiry), Day(opens), Day(ends)), (term.Expiry, term.WindowOpens, term.GraceEnds));
    }

    [Theory]
    [InlineData("completion", "9999-06-01", null)]
    [InlineData("expiry", "9999-06-01", null)]
    [InlineData("fixed", "9999-06-01", null)]
    [InlineData("fixed", "9999-12-31", null)]
    [InlineData("expiry", "0001-01-01", "0001-01-10")] // the window would open before the calendar
    public void Dates_that_leave_the_calendar_are_a_problem_with_a_name(string basis, string completed, string? currentExpiry)
    {
        Assert.True(ExpiryBasisText.TryParse(basis, out var read));
        var completion = new Completion(Day(completed), null, DayOrNull(currentExpiry));
        var (term, problem) = PeriodDates.For(Policy("1y", "2m", read), completion);
        Assert.Null(term);
        Assert.Equal("outside-calendar", problem?.Code);
    }

    [Fact]
    public void An_anchor_at_the_other_end_of_the_calendar_is_no_problem()
    {
        var policy = Policy("100y", "2m", ExpiryBasis.Fixed);
        Assert.Equal(Day("0099-12-31"), Dates(policy, new Completion(DateOnly.MinValue, Anchor: DateOnly.MaxValue)).Expiry);
        Assert.Equal(Day("9901-01-01"), Dates(policy, new Completion(Day("9850-01-01"), Anchor: DateOnly.MinValue)).Expiry);
    }
}
