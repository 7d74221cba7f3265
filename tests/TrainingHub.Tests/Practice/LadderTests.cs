using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Modules.Practice.Scheduling;

namespace TrainingHub.Tests.Practice;

public sealed class LadderTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    /// <summary>Days to the next question after each answer, given on the day it was due.</summary>
    private static List<int?> Intervals(params Grade[] grades)
    {
        var (shown, day, intervals) = (new List<Shown>(), Day, new List<int?>());
        foreach (var grade in grades)
        {
            shown.Add(new Shown(day, grade));
            var due = Card.Of(shown, []).LadderDueOn;
            intervals.Add(due is null ? null : due.Value.DayNumber - day.DayNumber);
            day = due ?? day.AddDays(100);
        }
        return intervals;
    }

    [Fact]
    public void The_ladder_climbs_1_3_10_30_60_and_retires()
    {
        Assert.Equal([1, 3, 10, 30, 60, null], Intervals(Grade.Again, Grade.Good, Grade.Good, Grade.Good, Grade.Good, Grade.Good));
        Assert.Equal([3, 10, 30, 60, null, null], Intervals(Grade.Good, Grade.Hard, Grade.Good, Grade.Good, Grade.Good, Grade.Good));
    }

    [Fact]
    public void A_wrong_answer_goes_back_to_the_start() =>
        Assert.Equal([3, 10, 30, 1, 3, 10], Intervals(Grade.Good, Grade.Good, Grade.Good, Grade.Again, Grade.Good, Grade.Good));

    [Fact]
    public void A_second_right_answer_on_the_same_day_climbs_no_step()
    {
        Assert.Equal(Day.AddDays(3), Card.Of([new(Day, Grade.Good), new(Day, Grade.Good), new(Day, Grade.Good)], []).LadderDueOn);
        Assert.Equal(Day.AddDays(3), Card.Of([new(Day, Grade.Again), new(Day, Grade.Good)], []).LadderDueOn);
        Assert.Equal(Day.AddDays(1), Card.Of([new(Day, Grade.Good), new(Day, Grade.Again)], []).LadderDueOn);
    }

    [Fact]
    public void What_rests_comes_back_when_the_certification_can_be_renewed()
    {
        Shown[] learned = [.. Enumerable.Range(0, 5).Select(i => new Shown(Day.AddDays(i * 40), Grade.Good))];
        var last = learned[^1].On;
        Assert.Null(Card.Of(learned, []).LadderDueOn);
        Assert.Equal(last.AddDays(200), Card.Of(learned, [new Renewal(last.AddDays(200), last.AddDays(230))]).LadderDueOn);
        // In the window already: before it expires.
        Assert.Equal(last.AddDays(20), Card.Of(learned, [new Renewal(last.AddDays(-10), last.AddDays(20))]).LadderDueOn);
    }
}
