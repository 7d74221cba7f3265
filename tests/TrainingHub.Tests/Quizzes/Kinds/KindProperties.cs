using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;
using static TrainingHub.Tests.Certification.CertificationWords;
using static TrainingHub.Tests.Quizzes.Kinds.KindWords;

namespace TrainingHub.Tests.Quizzes.Kinds;

/// <summary>What holds for every kind of question and any answer. A new kind is tested by these as soon as it is on the list.</summary>
public sealed class KindProperties
{
    private static readonly IQuestionKind[] All = [.. QuestionKinds.All];
    private static readonly IQuestionKind[] Graded = [.. QuestionKinds.All.Where(k => k is not IMarkedKind)];

    [Fact]
    public void A_mark_lies_between_nothing_and_the_full_marks() => ForAll(Cases(All), c =>
    {
        var paper = c.Paper();
        var answer = c.Kind.ReadJson(paper, Answer(c.Kind, paper, c.Chance));
        Assert.Null(answer.Problem);
        var mark = c.Kind.Grade(c.Content, answer.Value, c.MaxMark);
        if (mark is null) Assert.True(c.Kind is IMarkedKind && c.Kind.IsAnswered(answer.Value));
        else Assert.InRange(mark.Value, 0, c.MaxMark);
        Assert.Equal(0, c.Kind.Grade(c.Content, null, c.MaxMark));
        if (!c.Kind.IsAnswered(answer.Value)) Assert.Equal(0, mark);
    });

    [Fact]
    public void A_right_answer_has_full_marks_and_a_wrong_one_has_not() => ForAll(Cases(Graded), c =>
    {
        Assert.Equal(c.MaxMark, c.Kind.Grade(c.Content, c.Kind.Example(c.Content, true), c.MaxMark));
        Assert.InRange(c.Kind.Grade(c.Content, c.Kind.Example(c.Content, false), c.MaxMark)!.Value, 0, c.MaxMark - 1);
    });

    [Fact]
    public void What_is_right_is_taken_in_as_an_answer() => ForAll(Cases(Graded), c =>
    {
        foreach (var right in new[] { true, false })
        {
            var example = c.Kind.Example(c.Content, right);
            Assert.Equal(Json(example), Json(c.Kind.ReadJson(c.Paper(), example).Value));
        }
    });

    [Fact]
    public void Shuffling_never_changes_a_mark() => ForAll(Cases(All), c =>
    {
        var (one, other) = (c.Paper(), c.Paper());
        var answer = Answer(c.Kind, one, c.Chance);
        var (first, second) = (c.Kind.ReadJson(one, answer), c.Kind.ReadJson(other, answer));
        Assert.Equal(Json(first.Value), Json(second.Value));
        Assert.Equal(c.Kind.Grade(c.Content, first.Value, c.MaxMark), c.Kind.Grade(c.Content, second.Value, c.MaxMark));
        Assert.Equal(one.Order.Order(StringComparer.Ordinal), other.Order.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void A_form_and_JSON_say_the_same() => ForAll(Cases(All), c =>
    {
        var paper = c.Paper();
        var answer = c.Kind.ReadJson(paper, Answer(c.Kind, paper, c.Chance)).Value;
        var form = c.Kind.ReadForm(paper, new AnswerFields(c.Kind.ToForm(c.Content, answer)));
        Assert.Null(form.Problem);
        Assert.Equal(Json(answer), Json(form.Value));
        Assert.Equal(Json(answer), Json(c.Kind.ReadJson(paper, answer).Value));
    });

    [Fact]
    public void What_the_hub_writes_as_YAML_it_reads_as_the_same_question() => ForAll(Cases(All), c =>
    {
        var media = c.Kind.DrawsPicture ? ("media/a.svg", new LocalText("图", "Picture")) : default((string, LocalText)?);
        var picture = media is null ? null : "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        var draft = new QuestionDraft("q1", 2, c.Kind.Name, null, [], 1, false, 1000, new QuestionBody(c.Stem, media?.Item1, picture, media?.Item2, true, null, c.Content));
        var faults = new Faults();
        var read = QuestionFile.Read(QuizWords.Folder("questions:\n" + string.Join('\n', QuestionYaml.Write(draft).Select(l => "  " + l)), quiz: null), faults);
        Assert.Empty(faults.All);
        Assert.Equal(draft.Hash(), Assert.Single(read).Hash());
    }, cases: 500);

    [Fact]
    public void The_classes_of_a_right_answer_are_known_as_right() => ForAll(Cases(Graded), c =>
    {
        var t = English;
        var classes = c.Kind.Classes(c.Content, t).ToDictionary(k => k.Key);
        foreach (var key in c.Kind.Tally(c.Content, c.Kind.Example(c.Content, true))) Assert.True(classes[key].IsRight, key);
    }, cases: 500);

    [Fact]
    public void What_a_learner_is_shown_is_in_every_language_and_names_every_part_once() => ForAll(Cases(All), c =>
    {
        var shown = c.Kind.Show(c.Paper(), English);
        var ids = shown.Options.Select(o => o.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(shown.Options, o => Assert.NotEmpty(o.Text));
        Assert.All(shown.Parts, p => Assert.NotEmpty(p.Text));
    }, cases: 500);

    [Fact]
    public void An_ordering_is_never_shown_in_its_right_order() => ForAll(Cases([new OrderingKind()]), c =>
        Assert.NotEqual(OrderingContent.From(c.Content).Items.Select(i => i.Id), c.Kind.Order(c.Content, false, c.Chance)));

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"a\"")]
    [InlineData("""{"chosen": null, "order": 1, "pairs": [], "blanks": "x", "parts": [1], "text": 5, "photo": {}, "points": 3}""")]
    [InlineData("""{"chosen": ["\ud800"], "order": ["\ud800"], "pairs": {"\ud800": "a"}, "blanks": {"a": "\ud800"}, "parts": {"\ud800": 1}, "text": "\ud800", "photo": "\ud800"}""")]
    [InlineData("""{"chosen": ["none"], "order": ["none"], "pairs": {"none": "a"}, "blanks": {"none": "b"}, "parts": {"none": {}}, "text": ["x"], "photo": "../../etc"}""")]
    [InlineData("""{"points": [[1]], "chosen": [[]], "order": [{}], "pairs": {"a": 1}, "blanks": {"a": {}}, "parts": {"a": null}, "photo": "é"}""")]
    [InlineData("""{"points": [[1e300, 0]], "chosen": ["a", "a"], "order": ["a", "a"], "pairs": {"a": "a", "a": "b"}, "blanks": {"a": "b", "a": "c"}, "parts": {"a": {}, "a": {}}}""")]
    public void Whatever_is_sent_the_answer_is_a_clear_refusal(string json)
    {
        foreach (var kind in All)
        {
            foreach (var c in Enumerable.Range(1, 5).Select(seed => One(kind, seed)))
            {
                var problem = c.Kind.ReadJson(c.Paper(), System.Text.Json.JsonDocument.Parse(json).RootElement).Problem;
                Assert.True(problem is not null, $"{c} took {json}");
            }
        }
    }

    [Fact]
    public void Ten_megabytes_are_refused_with_the_limit_that_was_said()
    {
        var much = new string('x', 10_000_000);
        var text = One(new FreeTextKind(), 1);
        Assert.Equal("This answer is too long; it may have at most 50 characters.", $"{text.Kind.ReadForm(text.Paper(), new AnswerFields([new("", much)])).Problem}");
        var gaps = One(new FillInKind(), 1);
        var id = FillInContent.From(gaps.Content).Blanks[0].Id;
        Assert.Equal("This answer is too long; it may have at most 200 characters.", $"{gaps.Kind.ReadForm(gaps.Paper(), new AnswerFields([new(id, much)])).Problem}");
        foreach (var kind in All.Except([text.Kind, gaps.Kind]).Where(k => k is not FreeTextKind and not FillInKind))
        {
            var c = One(kind, 1);
            Assert.NotNull(c.Kind.ReadForm(c.Paper(), new AnswerFields([new("", much)])).Problem);
        }
    }

    [Fact]
    public void A_field_that_was_not_on_the_form_is_refused() => ForAll(Cases(All), c =>
        Assert.NotNull(c.Kind.ReadForm(c.Paper(), new AnswerFields([new("zz", "1")])).Problem), cases: 300);
}
