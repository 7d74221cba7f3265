using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Modules.Practice.Scheduling;

namespace TrainingHub.Tests.Practice;

public sealed class Fsrs6Tests
{
    private static readonly DateOnly Day = new(2026, 1, 1);

    private static readonly Gen<(Grade Grade, int Days)[]> Lives =
        (from grade in Gen.Choose(1, 4)
         from days in Gen.Frequency((2, Gen.Constant(0)), (6, Gen.Choose(1, 30)), (2, Gen.Choose(31, 2000)))
         select ((Grade)grade, days)).NonEmptyListOf().Select(l => l.ToArray());

    /// <summary>What each answer makes of it, given on the day it is due.</summary>
    private static List<(Memory Memory, int Interval)> OnTime(params Grade[] grades)
    {
        var states = new List<(Memory, int)>();
        Memory? memory = null;
        var interval = 0;
        foreach (var grade in grades)
        {
            memory = memory is { } before ? Fsrs6.Next(before, interval, grade) : Fsrs6.First(grade);
            states.Add((memory.Value, interval = Fsrs6.Interval(memory.Value.Stability)));
        }
        return states;
    }

    [Fact]
    public void Fsrs_gives_the_intervals_and_states_of_its_reference()
    {
        var good = Grade.Good;
        Assert.Equal([2, 11, 46, 163, 497], OnTime(good, good, good, good, good).Select(s => s.Interval));
        Assert.Equal([2, 11, 46, 163, 5, 12, 28], OnTime(good, good, good, good, Grade.Again, good, good).Select(s => s.Interval));

        Assert.Equal([0.212, 1.2931, 2.3065, 8.2956], new[] { 1, 2, 3, 4 }.Select(g => Fsrs6.First((Grade)g).Stability));
        double[] difficulties = [6.4133, 5.11217071, 2.11810397, 1];
        for (var i = 0; i < 4; i++) Assert.Equal(difficulties[i], Fsrs6.First((Grade)(i + 1)).Difficulty, 1e-7);

        // py-fsrs: again, then five times good after 0, 0, 1, 3, 8 and 21 days.
        var memory = Fsrs6.First(Grade.Again);
        foreach (var days in new[] { 0, 1, 3, 8, 21 }) memory = Fsrs6.Next(memory, days, good);
        Assert.Equal(53.62691, memory.Stability, 1e-4);
        Assert.Equal(6.3574867, memory.Difficulty, 1e-4);
    }

    [Fact]
    public void After_its_stability_in_days_something_is_remembered_with_a_chance_of_nine_in_ten()
    {
        Assert.Equal(0.9, Fsrs6.Recall(10, 10), 1e-9);
        Assert.Equal(1, Fsrs6.Recall(10, 0));
        // F = 0.98034649, so that after F times as long it is (1 + F²)^-w20.
        Assert.Equal(Math.Pow(1 + 0.98034649 * 3, -0.1542), Fsrs6.Recall(1, 3), 1e-7);
    }

    [Fact]
    public void A_hard_answer_on_the_same_day_may_lower_stability()
    {
        var before = Fsrs6.First(Grade.Good);
        Assert.Equal(1.3334, Fsrs6.Next(before, 0, Grade.Hard).Stability, 1e-4);
        Assert.True(Fsrs6.Next(before, 0, Grade.Good).Stability >= before.Stability);
        Assert.Equal(60, Fsrs6.Next(new Memory(60, 5), 0, Grade.Good).Stability);
    }

    [Fact]
    public void No_interval_is_longer_than_90_days_or_passes_the_renewal_window()
    {
        var (shown, day, intervals) = (new List<Shown>(), Day, new List<int>());
        for (var i = 0; i < 5; i++)
        {
            shown.Add(new Shown(day, Grade.Good));
            var due = Card.Of(shown, []).FsrsDueOn;
            intervals.Add(due.DayNumber - day.DayNumber);
            day = due;
        }
        Assert.Equal([2, 11, 46, 90, 90], intervals);
        var window = shown[^1].On.AddDays(12);
        Assert.Equal(window, Card.Of(shown, [new Renewal(window, window.AddDays(60)), new Renewal(window.AddDays(3), null)]).FsrsDueOn);
        // Once the window is open, the end of the certification is what counts.
        Assert.Equal(shown[^1].On.AddDays(5), Card.Of(shown, [new Renewal(shown[^1].On, shown[^1].On.AddDays(5))]).FsrsDueOn);
        Assert.Equal(shown[^1].On.AddDays(90), Card.Of(shown, [new Renewal(shown[^1].On, shown[^1].On)]).FsrsDueOn);
    }

    [Fact]
    public void Whatever_is_answered_stability_and_interval_stay_within_their_bounds() =>
        Prop.ForAll(Arb.From(Lives), life =>
        {
            var (shown, day) = (new List<Shown>(), Day);
            foreach (var (grade, days) in life)
            {
                day = day.AddDays(days);
                shown.Add(new Shown(day, grade));
            }
            var card = Card.Of(shown, []);
            var (ladder, fsrs) = (card.LadderDueOn?.DayNumber - day.DayNumber, card.FsrsDueOn.DayNumber - day.DayNumber);
            return (double.IsFinite(card.Memory.Stability) && card.Memory.Stability > 0).Label($"stability {card.Memory.Stability}")
                .And((card.Memory.Difficulty is >= 1 and <= 10).Label($"difficulty {card.Memory.Difficulty}"))
                .And((fsrs is >= 1 and <= 90).Label($"fsrs {fsrs}"))
                .And((ladder is null or 1 or 3 or 10 or 30 or 60).Label($"ladder {ladder}"))
                .And((card.Recall(day) == 1 && card.Recall(day.AddDays(10)) is > 0 and < 1).Label("recall"))
                .And((card.Recall(day.AddDays(11)) < card.Recall(day.AddDays(10))).Label("forgetting"));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_better_answer_is_never_asked_again_sooner() =>
        Prop.ForAll(Arb.From(Lives), life =>
        {
            var memory = Fsrs6.First(life[0].Grade);
            foreach (var (grade, days) in life.Skip(1)) memory = Fsrs6.Next(memory, days, grade);
            var last = life[^1].Days;
            return Enumerable.Range(1, 3).All(g => Fsrs6.Next(memory, last, (Grade)g).Stability <= Fsrs6.Next(memory, last, (Grade)(g + 1)).Stability + 1e-9);
        }).QuickCheckThrowOnFailure();
}
