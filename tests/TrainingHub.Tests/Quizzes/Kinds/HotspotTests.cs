using System.Text.Json;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Tests.Quizzes.Kinds;

public sealed class HotspotTests
{
    private static readonly decimal[] Arrow = [0, 0, 10, 0, 10, 10, 5, 5, 0, 10];

    [Theory]
    [InlineData("rect", 10, 20, true)]
    [InlineData("rect", 40, 60, true)]
    [InlineData("rect", 40.001, 60, false)]
    [InlineData("rect", 9.999, 20, false)]
    [InlineData("circle", 15, 10, true)]
    [InlineData("circle", 13, 14, true)]
    [InlineData("circle", 13.01, 14, false)]
    [InlineData("arrow", 5, 4, true)]
    [InlineData("arrow", 5, 5, true)]
    [InlineData("arrow", 5, 6, false)]
    [InlineData("arrow", 0, 10, true)]
    [InlineData("arrow", 10, 5, true)]
    [InlineData("arrow", 2, 9, false)]
    [InlineData("arrow", 1, 8, true)]
    [InlineData("arrow", 11, 5, false)]
    [InlineData("arrow", -1, 0, false)]
    public void The_edges_of_an_area_belong_to_it(string shape, double x, double y, bool isIn)
    {
        var area = shape switch { "rect" => new Area("rect", [10, 20, 30, 40]), "circle" => new Area("circle", [10, 10, 5]), _ => new Area("polygon", Arrow) };
        Assert.Equal(isIn, area.Contains((decimal)x, (decimal)y));
    }

    private static readonly HotspotContent Kitchen = new(
    [
        new HotspotArea("sink", "rect", [0, 0, 10, 10], true, new LocalText("水槽", "Sink")),
        new HotspotArea("stove", "circle", [30, 30, 5], true, new LocalText("炉灶", "Stove")),
        new HotspotArea("door", "rect", [50, 0, 10, 50], false, new LocalText("门", "Door")),
    ], Scoring.PartMarks);

    private static (string? Answer, string? Problem) Points(string json)
    {
        var read = new HotspotKind().ReadJson(new QuestionPaper(Kitchen.ToJson(), ["sink", "stove", "door"]), JsonDocument.Parse(json).RootElement);
        return (read.Problem is null ? JsonSerializer.Serialize(read.Value) : null, read.Problem?.ToString());
    }

    [Fact]
    public void Points_stand_for_the_areas_they_lie_in()
    {
        Assert.Equal("""{"chosen":["sink","stove"]}""", Points("""{"points": [[30, 30], [5, 5], [6, 6]]}""").Answer);
        Assert.Equal("There is no spot at 20, 5.", Points("""{"points": [[20, 5]]}""").Problem);
    }

    [Theory]
    [InlineData("sink,stove", 1000)]
    [InlineData("sink", 500)]
    [InlineData("sink,door", 0)]
    [InlineData("sink,stove,door", 500)]
    public void A_wrong_spot_cancels_a_right_one(string chosen, long mark) =>
        Assert.Equal(mark, new HotspotKind().Grade(Kitchen.ToJson(), ChoiceAnswer.Of(chosen.Split(',')), 1000));
}
