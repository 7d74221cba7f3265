using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Tests.Quizzes;

/// <summary>Deadline = the earlier of start + limit and closing, with what was granted beyond; marks after tries and by certainty. Pure rules.</summary>
public sealed class AttemptRulesTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static QuizSettings Settings(int limit = 0, DateTime? opens = null, DateTime? closes = null, string late = "cut", int attempts = 0, int wait = 0) =>
        new(4, 80, limit, attempts, wait, "highest", "deferred", true, [new DrawLine([], 4)]) { Opens = opens, Closes = closes, LateStart = late };

    private static AttemptRules Rules(QuizSettings settings, Allowance? allowance = null, Window? window = null) => new(settings, allowance ?? Allowance.None, window, TimeZoneInfo.Utc);

    [Theory]
    [InlineData(0, null, "cut", null)]
    [InlineData(30, null, "cut", 30)]
    [InlineData(0, 20, "cut", 20)]
    [InlineData(30, 20, "cut", 20)]
    [InlineData(30, 20, "extend", 30)]
    [InlineData(30, 60, "extend", 30)]
    public void The_deadline_is_the_earlier_of_limit_and_closing_unless_a_late_start_is_given_its_full_time(int limit, int? closesAfter, string late, int? minutes) =>
        Assert.Equal(minutes is { } m ? Nine.AddMinutes(m) : null, Rules(Settings(limit, closes: closesAfter is { } c ? Nine.UtcDateTime.AddMinutes(c) : null, late: late)).Deadline(Nine));

    [Fact]
    public void Extra_time_moves_limit_and_closing_but_not_the_last_moment_to_start()
    {
        var rules = Rules(Settings(60, closes: Nine.UtcDateTime.AddMinutes(60)), new Allowance(ExtraMinutes: 15));
        Assert.Equal(Nine.AddMinutes(75), rules.Deadline(Nine));
        Assert.True(rules.IsOpen(Nine.AddMinutes(59)));
        Assert.False(rules.IsOpen(Nine.AddMinutes(60)));
    }

    [Fact]
    public void A_quiz_without_limits_needs_no_extra_time_and_no_extra_attempts()
    {
        var rules = Rules(Settings(), new Allowance(ExtraMinutes: 15, ExtraAttempts: 2));
        Assert.Null(rules.Deadline(Nine));
        Assert.Null(rules.Attempts);
        Assert.Equal(3, Rules(Settings(attempts: 1), new Allowance(ExtraAttempts: 2)).Attempts);
    }

    [Fact]
    public void Opening_and_closing_are_read_by_the_clock_on_the_hubs_wall()
    {
        var rules = new AttemptRules(Settings(opens: new DateTime(2026, 7, 1, 9, 0, 0), closes: new DateTime(2026, 12, 1, 9, 0, 0)), Allowance.None, null, Berlin);
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 7, 0, 0, TimeSpan.Zero), rules.OpensAt);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero), rules.ClosesAt);
        // 02:30 does not exist on that day, and comes twice on the other.
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), AttemptRules.Instant(new DateTime(2026, 3, 29, 2, 30, 0), Berlin));
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero), AttemptRules.Instant(new DateTime(2026, 10, 25, 2, 30, 0), Berlin));
    }

    [Fact]
    public void A_schedule_stands_for_the_quizs_own_opening_and_closing()
    {
        var rules = Rules(Settings(30, opens: new DateTime(2030, 1, 1), closes: new DateTime(2030, 2, 1)), new Allowance(ExtraMinutes: 5), new Window(Nine, Nine.AddMinutes(20)));
        Assert.True(rules.IsOpen(Nine));
        Assert.Equal(Nine.AddMinutes(25), rules.Deadline(Nine));
    }

    private static readonly Gen<Allowance> AnyAllowance =
        from minutes in Gen.Choose(-1, 30) from attempts in Gen.Choose(-1, 5) from closes in Gen.Choose(-1, 100)
        select new Allowance(minutes < 0 ? null : minutes, attempts < 0 ? null : attempts, null, closes < 0 ? null : Nine.AddMinutes(closes));

    [Fact]
    public void Value_by_value_the_persons_own_wins_else_the_most_generous_of_the_groups() => Prop.ForAll(Arb.From(AnyAllowance), Arb.From(AnyAllowance.ListOf()), (own, groups) =>
    {
        var got = Allowance.Of(own, [.. groups]);
        Assert.Equal(own.ExtraMinutes ?? groups.Max(g => g.ExtraMinutes), got.ExtraMinutes);
        Assert.Equal(own.ExtraAttempts ?? groups.Max(g => g.ExtraAttempts), got.ExtraAttempts);
        Assert.Equal(own.ClosesAt ?? groups.Max(g => g.ClosesAt), got.ClosesAt);
        Assert.Equal(groups.Max(g => g.ExtraMinutes), Allowance.Of(null, [.. groups]).ExtraMinutes);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1000, 0, 33, 1000)]
    [InlineData(1000, 1, 33, 670)]
    [InlineData(1000, 3, 33, 10)]
    [InlineData(1000, 4, 33, 0)]
    [InlineData(1000, 1, 0, 1000)]
    [InlineData(1000, 1, 100, 0)]
    [InlineData(500, 1, 33, 170)]
    public void Each_wrong_try_costs_the_penalty_and_never_more_than_there_is(long mark, int tries, int penalty, long left) => Assert.Equal(left, Marks.AfterTries(mark, 1000, tries, penalty));

    [Fact]
    public void After_any_tries_a_mark_is_from_nothing_to_what_it_was() =>
        Prop.ForAll(Arb.From(from max in Gen.Choose(1, 100_000) from mark in Gen.Choose(0, max) from tries in Gen.Choose(0, 20) from penalty in Gen.Choose(0, 100) select (max, mark, tries, penalty)),
            x => Assert.InRange(Marks.AfterTries(x.mark, x.max, x.tries, x.penalty), 0, x.mark)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1000, 1, 1000)]
    [InlineData(1000, 2, 2000)]
    [InlineData(1000, 3, 3000)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 2, -2000)]
    [InlineData(0, 3, -6000)]
    [InlineData(500, 3, 1500)]
    [InlineData(1000, null, 1000)]
    [InlineData(0, null, 0)]
    public void Certainty_earns_and_costs_by_the_table(long mark, int? certainty, long points) => Assert.Equal(points, Marks.ByCertainty(mark, 1000, true, certainty));

    [Fact]
    public void What_was_not_answered_is_worth_nothing_either_way() => Assert.Equal(0, Marks.ByCertainty(0, 1000, false, 3));
}
