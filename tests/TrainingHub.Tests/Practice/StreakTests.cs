using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Practice.Daily;

namespace TrainingHub.Tests.Practice;

public sealed class StreakTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    /// <summary>Weekends are free; so is Wednesday the 4th, and Saturday the 7th is worked.</summary>
    private static readonly WorkingDays Calendar = new(new HashSet<DayOfWeek> { DayOfWeek.Saturday, DayOfWeek.Sunday }, new Dictionary<DateOnly, bool> { [Monday.AddDays(2)] = false, [Monday.AddDays(5)] = true });

    private static int Of(int today, int[] done, Func<int, bool>? wasDue = null) =>
        Streak.Of(done.Select(d => Monday.AddDays(d)).ToHashSet(), Calendar, Monday.AddDays(today), d => wasDue is null || wasDue(d.DayNumber - Monday.DayNumber));

    [Fact]
    public void A_streak_counts_working_days_alone()
    {
        Assert.Equal(1, Of(0, [0]));
        Assert.Equal(5, Of(5, [0, 1, 3, 4, 5]));
        Assert.Equal(6, Of(7, [0, 1, 3, 4, 5, 7]));
        // Saturday was worked and left out.
        Assert.Equal(1, Of(7, [0, 1, 3, 4, 7]));
    }

    [Fact]
    public void Today_and_days_of_rest_end_nothing()
    {
        Assert.Equal(2, Of(2, [0, 1]));
        Assert.Equal(2, Of(3, [0, 1]));
        Assert.Equal(0, Of(4, [0, 1]));
        Assert.Equal(5, Of(6, [0, 1, 3, 4, 5]));
        Assert.Equal(0, Of(0, []));
    }

    [Fact]
    public void A_day_without_questions_ends_nothing()
    {
        Assert.Equal(2, Of(4, [0, 4], d => d > 3));
        Assert.Equal(1, Of(4, [0, 4], d => d == 1));
    }
}
