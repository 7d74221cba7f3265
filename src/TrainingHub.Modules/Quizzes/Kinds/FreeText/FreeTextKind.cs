using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Write; a trainer marks by the rubric.</summary>
internal sealed class FreeTextKind : IMarkedKind
{
    public string Name => "free-text";
    public string Label => "Free text";
    public string QuestionView => "/Quizzes/Kinds/FreeText/FreeText.cshtml";
    public string ReviewView => "/Quizzes/Kinds/Marked/MarkedReview.cshtml";

    public JsonElement Parse(YamlMap question, QuestionHead head)
    {
        var rubric = Rubric.Read(question);
        return new FreeTextContent(rubric.Text, question.Number("maxLength", 2000, 1, 20_000), rubric.Criteria.Count == 0 ? null : rubric.Criteria).ToJson();
    }

    public string EditView => "/Quizzes/Kinds/Marked/RubricEdit.cshtml";

    public JsonElement FromEdit(EditFields fields)
    {
        var rubric = Rubric.FromEdit(fields);
        return new FreeTextContent(rubric.Text, fields.Whole("length", 0), rubric.Criteria.Count == 0 ? null : rubric.Criteria).ToJson();
    }

    public IEnumerable<string> Write(JsonElement content)
    {
        var text = FreeTextContent.From(content);
        return [.. text.Marking().Write(), $"maxLength: {text.MaxLength}"];
    }

    public Rubric RubricOf(JsonElement content) => FreeTextContent.From(content).Marking();

    public IReadOnlyList<string> Order(JsonElement content, bool shuffle, Entropy chance) => [];

    public ShownQuestion Show(QuestionPaper paper, Localizer t) => new([], []) { Limit = FreeTextContent.From(paper.Content).MaxLength };

    public Outcome<JsonElement> ReadForm(QuestionPaper paper, AnswerFields fields)
    {
        var text = fields.All();
        return fields.Rest() is { } problem ? problem : Check(paper, text.Count == 0 ? "" : text[0]);
    }

    public Outcome<JsonElement> ReadJson(QuestionPaper paper, JsonElement answer) =>
        AnswerJson.Text(answer, "text") is { } text ? Check(paper, text) : AnswerJson.Form("""{"text": "…"}""");

    /// <summary>Forms send line ends as two characters, clients as one: one is kept, and one is counted.</summary>
    private static Outcome<JsonElement> Check(QuestionPaper paper, string text)
    {
        var limit = FreeTextContent.From(paper.Content).MaxLength;
        var plain = text.ReplaceLineEndings("\n").TrimEnd();
        return plain.Length > limit ? AnswerJson.TooLong(limit) : AnswerJson.Of(new TextAnswer(plain));
    }

    public IEnumerable<AnswerField> ToForm(JsonElement content, JsonElement answer) => TextAnswer.In(answer) is { Length: > 0 } text ? [new AnswerField("", text)] : [];

    public bool IsAnswered(JsonElement answer) => TextAnswer.In(answer).Length > 0;

    public long? Grade(JsonElement content, JsonElement? answer, long maxMark) => TextAnswer.In(answer).Length == 0 ? 0 : null;

    /// <summary>What a trainer will say of it nobody knows; a wrong one is left open.</summary>
    public JsonElement Example(JsonElement content, bool right) => AnswerJson.Of(new TextAnswer(right ? "…" : ""));

    public ReviewedQuestion Review(QuestionPaper paper, JsonElement? answer, bool showsKey, Localizer t) => new(showsKey, [], [])
    {
        Text = TextAnswer.In(answer) is { Length: > 0 } text ? text : null, Rubric = RubricOf(paper.Content).Show(t),
    };

    public IEnumerable<string> Tally(JsonElement content, JsonElement answer) => [];

    public IReadOnlyList<ResponseClass> Classes(JsonElement content, Localizer t) => [];
}
