using System.Text.Json;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Tests.Quizzes.Kinds;

public sealed class PartMarkTests
{
    private static LocalText Text(string text) => new(text, text);

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static string Key(string text) => TextKey.Of(Text(text));

    private static JsonElement Three(string? scoring) => new MatchingContent([new("a", Text("A"), Text("1")), new("b", Text("B"), Text("2")), new("c", Text("C"), Text("1"))], [new("x", Text("9"))], scoring).ToJson();

    [Theory]
    [InlineData("a1 b2 c1", 1000, 1000)]
    [InlineData("a1 b2", 666, 0)]
    [InlineData("a9 b1 c1", 333, 0)]
    [InlineData("", 0, 0)]
    public void Each_pair_of_a_matching_counts_alike(string chosen, long inParts, long atOnce)
    {
        var answer = JsonSerializer.SerializeToElement(new { pairs = chosen.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(c => c[..1], c => Key(c[1..])) });
        Assert.Equal(inParts, new MatchingKind().Grade(Three(Scoring.PartMarks), answer, 1000));
        Assert.Equal(atOnce, new MatchingKind().Grade(Three(null), answer, 1000));
    }

    [Theory]
    [InlineData("ice", "Nearly")]
    [InlineData("WATER", "Well done")]
    [InlineData("wine", null)]
    [InlineData("", null)]
    public void What_an_answer_of_a_gap_has_to_say_is_said_to_whoever_typed_it(string typed, string? said)
    {
        var content = new FillInContent([new Blank("b1", new AcceptedWords(["water"], ["water"]), null, null)
        {
            Others = [new BlankAnswer("water", null, null, 100, Text("Well done")), new BlankAnswer("ice", null, null, 50, Text("Nearly")), new BlankAnswer("ice", null, null, 0, Text("No"))],
        }]).ToJson();
        var answer = JsonSerializer.SerializeToElement(new { blanks = new Dictionary<string, string> { ["b1"] = typed } });
        Assert.Equal(said, Assert.Single(new FillInKind().Review(new QuestionPaper(content, []), answer, showsKey: true, KindWords.English).Parts).Feedback);
    }

    [Fact]
    public void Rights_that_read_the_same_are_offered_once() =>
        Assert.Equal(new[] { Key("1"), Key("2"), Key("9") }.Order(StringComparer.Ordinal), new MatchingKind().Order(Three(null), true, new KindWords.Chance(1)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("a,b,c,d", 1000)]
    [InlineData("b,a,c,d", 500)]
    [InlineData("d,a,b,c", 0)]
    public void Each_step_in_its_place_counts(string order, long mark)
    {
        var content = new OrderingContent([.. "abcd".Select(c => new OrderingItem($"{c}", Text($"{c}")))], Scoring.PartMarks).ToJson();
        Assert.Equal(mark, new OrderingKind().Grade(content, JsonSerializer.SerializeToElement(new { order = order.Split(',').Select(Key) }), 1000));
    }

    [Fact]
    public void Steps_with_equal_numbers_keep_the_order_shown_and_those_without_one_come_last()
    {
        var paper = new QuestionPaper(new OrderingContent([.. "abcd".Select(c => new OrderingItem($"{c}", Text($"{c}")))]).ToJson(), [Key("d"), Key("b"), Key("c"), Key("a")]);
        var read = new OrderingKind().ReadForm(paper, new AnswerFields([new(Key("a"), "1"), new(Key("c"), "2"), new(Key("b"), "2")]));
        Assert.Equal(["a", "b", "c", "d"], OrderingAnswer.In(read.Value).Select(k => "abcd".Select(c => $"{c}").Single(c => Key(c) == k)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void The_marks_of_a_scenario_are_shared_out_to_the_last_milli_point(int parts)
    {
        var content = new ScenarioContent([.. Enumerable.Range(0, parts).Select(i => new ScenarioPart($"p{i}", "true-false", Text("?"), null, TrueFalseKind.Content(true, null, null).ToJson()))]);
        foreach (var max in new long[] { 1, 1000, 1001, 9999 })
        {
            Assert.Equal(max, Enumerable.Range(0, parts).Sum(i => content.Share(i, max)));
            Assert.InRange(Enumerable.Range(0, parts).Max(i => content.Share(i, max)) - Enumerable.Range(0, parts).Min(i => content.Share(i, max)), 0, 1);
        }
    }
}
