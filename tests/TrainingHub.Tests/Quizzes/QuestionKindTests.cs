using System.Text.Json;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Tests.Quizzes;

public sealed class QuestionKindTests
{
    private static readonly string[] Offered = ["a", "b", "c", "d"];

    private static JsonElement Options(string right, string? scoring = null) =>
        new ChoiceContent([.. Offered.Select(id => new ChoiceOption(id, right.Contains(id, StringComparison.Ordinal), new LocalText(id, id), null))], scoring).ToJson();

    private static QuestionPaper Paper => new(Options("a"), Offered);

    private static JsonElement Answer(string chosen) => JsonSerializer.SerializeToElement(new { chosen = chosen.Select(c => $"{c}").ToArray() });

    [Theory]
    [InlineData("ab", 1000)]
    [InlineData("a", 0)]
    [InlineData("abc", 0)]
    [InlineData("cd", 0)]
    [InlineData("", 0)]
    public void All_or_nothing_wants_exactly_the_right_options(string chosen, long mark) =>
        Assert.Equal(mark, QuestionKinds.Find("multiple").Grade(Options("ab", "all-or-nothing"), Answer(chosen), 1000));

    [Theory]
    [InlineData("abc", 1000)]
    [InlineData("ab", 666)]
    [InlineData("a", 333)]
    [InlineData("ad", 0)]
    [InlineData("abd", 333)]
    [InlineData("abcd", 666)]
    [InlineData("d", 0)]
    public void With_part_marks_each_wrong_option_cancels_a_right_one(string chosen, long mark) =>
        Assert.Equal(mark, QuestionKinds.Find("multiple").Grade(Options("abc", "part-marks"), Answer(chosen), 1000));

    [Fact]
    public void No_answer_is_worth_nothing() => Assert.Equal(0, QuestionKinds.Find("single").Grade(Options("a"), null, 1000));

    [Theory]
    [InlineData("single", """{"chosen": ["z"]}""")]
    [InlineData("single", """{"chosen": ["a", "b"]}""")]
    [InlineData("multiple", """{"chosen": ["a", "a"]}""")]
    [InlineData("multiple", """{"chosen": [1]}""")]
    [InlineData("multiple", """{"chosen": "a"}""")]
    [InlineData("multiple", """["a"]""")]
    [InlineData("single", "7")]
    public void An_answer_that_was_not_offered_is_refused(string kind, string json) =>
        Assert.NotNull(QuestionKinds.Find(kind).ReadJson(Paper, JsonSerializer.Deserialize<JsonElement>(json)).Problem);

    [Fact]
    public void Equal_answers_are_stored_as_equal_texts() =>
        Assert.Equal(
            JsonSerializer.Serialize(QuestionKinds.Find("multiple").ReadJson(Paper, Answer("ba")).Value),
            JsonSerializer.Serialize(QuestionKinds.Find("multiple").ReadForm(Paper, new AnswerFields([new("", "a"), new("", "b")])).Value));

    [Theory]
    [InlineData(799, 1000, 80, false)]
    [InlineData(800, 1000, 80, true)]
    [InlineData(2666, 3333, 80, false)]
    [InlineData(2667, 3333, 80, true)]
    public void The_pass_mark_is_exact(long mark, long max, int percent, bool passed) => Assert.Equal(passed, QuizGrade.Reaches(mark, max, percent));

    [Theory]
    [InlineData("highest", 9000)]
    [InlineData("latest", 7000)]
    [InlineData("first", 5000)]
    [InlineData("mean", 7000)]
    public void The_grade_over_attempts_follows_the_setting(string mode, long grade) =>
        Assert.Equal(grade, QuizGrade.Over(mode, [(500, 1000), (1800, 2000), (700, 1000)]));
}
