using TrainingHub.Modules.Quizzes.Statistics;

namespace TrainingHub.Tests.Quizzes.Statistics;

public sealed class ItemFiguresTests
{
    /// <summary>Pairs of shares in basis points: the question's own, and the rest's.</summary>
    private static ItemFigures Of(params (long X, long Y)[] pairs) => pairs.Aggregate(ItemFigures.None,
        (sum, p) => sum + new ItemFigures(1, 0, p.X / 10, 1000, 1, p.X, p.Y, p.X * p.Y, p.X * p.X, p.Y * p.Y, 0, 0));

    [Fact]
    public void Nothing_is_known_of_a_question_nobody_answered()
    {
        Assert.Null(ItemFigures.None.Facility);
        Assert.Null(ItemFigures.None.Discrimination);
        Assert.Null(ItemFigures.None.MeanSeconds);
    }

    [Fact]
    public void One_answer_gives_a_facility_but_no_discrimination()
    {
        Assert.Equal(1, Of((10_000, 5_000)).Facility);
        Assert.Null(Of((10_000, 5_000)).Discrimination);
    }

    [Fact]
    public void Where_all_are_alike_on_one_side_discrimination_is_not_known()
    {
        Assert.Null(Of((10_000, 2_000), (10_000, 8_000), (10_000, 5_000)).Discrimination);
        Assert.Null(Of((10_000, 5_000), (0, 5_000)).Discrimination);
    }

    [Fact]
    public void Facility_and_discrimination_are_as_worked_out_by_hand()
    {
        // x = 1 1 1 0 0, y = .9 .8 .7 .6 .2: mean x .6, mean y .64; Σdxdy = .48, Σdx² = 1.2, Σdy² = .292; r = .48 / √.3504 = .8109
        var figures = Of((10_000, 9_000), (10_000, 8_000), (10_000, 7_000), (0, 6_000), (0, 2_000));
        Assert.Equal(0.6, figures.Facility!.Value, 12);
        Assert.Equal(0.8108849, figures.Discrimination!.Value, 6);
        // Those who know the rest get it wrong: the key is probably wrong.
        Assert.Equal(-1, Of((0, 10_000), (10_000, 0)).Discrimination);
        // x = 1 ½ 0 ½, y = 1 ½ ½ 0: dx = ½ 0 −½ 0, dy = ½ 0 0 −½; Σdxdy = ¼, Σdx² = ½, Σdy² = ½; r = ½
        Assert.Equal(0.5, Of((10_000, 10_000), (5_000, 5_000), (0, 5_000), (5_000, 0)).Discrimination!.Value, 12);
    }

    [Fact]
    public void Ten_billion_answers_that_differ_in_one_still_give_the_exact_figure()
    {
        // All the same but one who has both wrong: r = 1, however many. In doubles the differences of the sums vanish.
        const long many = 10_000_000_000;
        var same = new ItemFigures(many, 0, many * 1000, many * 1000, many, many * 10_000, many * 9_000, many * 90_000_000, many * 100_000_000, many * 81_000_000, 0, 0);
        Assert.Equal(1, (same + Of((0, 0))).Discrimination!.Value, 9);
    }

    [Theory]
    [InlineData(29, 0.1, 0, nameof(ItemVerdict.Fine))]
    [InlineData(30, 0.1, 1, nameof(ItemVerdict.TooHard))]
    [InlineData(30, 0.96, 1, nameof(ItemVerdict.TooEasy))]
    [InlineData(30, 0.5, 0, nameof(ItemVerdict.Weak))]
    [InlineData(30, 0.5, 1, nameof(ItemVerdict.Fine))]
    public void A_question_is_accused_only_on_enough_answers(int attempts, double facility, int discriminates, string expected)
    {
        // Half of them with a good rest; what is right lies with those, or evenly.
        var right = (int)Math.Round(attempts * facility);
        var pairs = Enumerable.Range(0, attempts).Select(i => (X: i < right ? 10_000L : 0, Y: discriminates == 1 ? (i < right ? 9_000L : 1_000) : i % 2 * 1_000L)).ToArray();
        Assert.Equal(expected, $"{ItemVerdicts.Of(Of(pairs), isMastery: true)}");
        if (expected is not nameof(ItemVerdict.Weak)) Assert.Equal(ItemVerdict.Fine, ItemVerdicts.Of(Of(pairs), isMastery: false));
    }
}
