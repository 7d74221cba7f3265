using TrainingHub.Modules.Quizzes.Statistics;

namespace TrainingHub.Tests.Quizzes.Statistics;

public sealed class QuestionTimesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static Dictionary<int, int> Times(params (int Slot, double Seconds)[] arrivals) =>
        new(QuestionTimes.Of(Start, [.. arrivals.Select(a => new Arrival(a.Slot, Start.AddSeconds(a.Seconds)))]));

    [Fact]
    public void A_question_took_what_passed_since_the_answer_before_it() =>
        Assert.Equal(new() { [1] = 20, [2] = 15, [3] = 65 }, Times((1, 20), (2, 35), (3, 100)));

    [Fact]
    public void Coming_back_to_a_question_adds_to_its_time() =>
        Assert.Equal(new() { [1] = 30, [2] = 15 }, Times((1, 20), (2, 35), (1, 45)));

    [Fact]
    public void Answers_that_came_together_say_nothing_of_each_other() =>
        Assert.Equal(new() { [3] = 10 }, Times((1, 300), (2, 300.2), (3, 310.2)));

    [Fact]
    public void A_long_pause_is_not_the_questions_time() =>
        Assert.Equal(new() { [2] = 12 }, Times((1, 1200), (2, 1212)));

    [Fact]
    public void Nothing_answered_took_no_time() => Assert.Empty(Times());
}
