using System.Globalization;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Tests.Quizzes.Kinds;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("WC", "ｗｃ", false, true)]
    [InlineData("WC", " wc ", false, true)]
    [InlineData("WC", "wc", true, false)]
    [InlineData("WC", "ＷＣ", true, true)]
    [InlineData("消毒 洗手", "消毒洗手", false, true)]
    [InlineData("75% 酒精", "７５％酒精", false, true)]
    [InlineData("room service", "room　 service", false, true)]
    [InlineData("room service", "roomservice", false, false)]
    [InlineData("洗手", "洗\u200b手", false, true)]
    [InlineData("ﬁre", "fire", false, true)]
    [InlineData("café", "cafe\u0301", false, true)]
    [InlineData("洗手", "洗脸", false, false)]
    public void Width_case_and_spaces_do_not_make_an_answer_wrong(string accepted, string typed, bool caseMatters, bool isRight) =>
        Assert.Equal(isRight, new Blank("a", new AcceptedWords([accepted], ["other"]), null, null, caseMatters).Accepts(typed));

    [Theory]
    [InlineData("30", "30")]
    [InlineData("３０", "30")]
    [InlineData(" 30.0 ", "30.0")]
    [InlineData("30．5", "30.5")]
    [InlineData("1,000", "1000")]
    [InlineData("−2.5", "-2.5")]
    [InlineData("+5", "5")]
    [InlineData("1,00", null)]
    [InlineData("30 s", null)]
    [InlineData("", null)]
    [InlineData("1e5", null)]
    [InlineData("99999999999999999999999999999", null)]
    public void A_number_is_read_as_people_type_it(string typed, string? number) =>
        Assert.Equal(number is null ? null : decimal.Parse(number, CultureInfo.InvariantCulture), Folding.Number(typed));

    [Theory]
    [InlineData("29.5", true)]
    [InlineData("30.5", true)]
    [InlineData("29.49", false)]
    [InlineData("30.51", false)]
    [InlineData("thirty", false)]
    public void The_tolerance_goes_both_ways_and_its_ends_are_in(string typed, bool isRight) => Assert.Equal(isRight, new Blank("a", null, 30, 0.5m).Accepts(typed));

    [Fact]
    public void Half_a_surrogate_pair_is_a_wrong_answer_and_no_fault() => Assert.False(new Blank("a", new AcceptedWords(["ok"], ["ok"]), null, null).Accepts("\ud800ok"));
}
