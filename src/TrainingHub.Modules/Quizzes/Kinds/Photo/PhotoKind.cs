using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Take a photo; a trainer marks by the rubric. The picture is uploaded first, and its key is the answer.</summary>
internal sealed class PhotoKind : IMarkedKind, IUploadingKind
{
    public string Name => "photo";
    public string Label => "Photo";
    public string QuestionView => "/Quizzes/Kinds/Photo/Photo.cshtml";
    public string ReviewView => "/Quizzes/Kinds/Marked/MarkedReview.cshtml";

    public JsonElement Parse(YamlMap question, QuestionHead head)
    {
        var rubric = Rubric.Read(question);
        return new PhotoContent(rubric.Text, rubric.Criteria.Count == 0 ? null : rubric.Criteria).ToJson();
    }

    public string EditView => "/Quizzes/Kinds/Marked/RubricEdit.cshtml";

    public JsonElement FromEdit(EditFields fields)
    {
        var rubric = Rubric.FromEdit(fields);
        return new PhotoContent(rubric.Text, rubric.Criteria.Count == 0 ? null : rubric.Criteria).ToJson();
    }

    public IEnumerable<string> Write(JsonElement content) => PhotoContent.From(content).Marking().Write();

    public Rubric RubricOf(JsonElement content) => PhotoContent.From(content).Marking();

    public IReadOnlyList<string> Order(JsonElement content, bool shuffle, Entropy chance) => [];

    public ShownQuestion Show(QuestionPaper paper, Localizer t) => new([], []);

    public Outcome<JsonElement> ReadForm(QuestionPaper paper, AnswerFields fields)
    {
        var key = fields.All();
        return fields.Rest() is { } problem ? problem : Check(key.Count == 0 ? "" : key[0]);
    }

    public Outcome<JsonElement> ReadJson(QuestionPaper paper, JsonElement answer) => AnswerJson.Text(answer, "photo") is { } key ? Check(key) : AnswerJson.Form("""{"photo": "…"}""");

    /// <summary>Whether the key is one of this question's own uploads is for whoever stores the answer to see.</summary>
    private static Outcome<JsonElement> Check(string key) =>
        key.Length <= 40 && key.All(char.IsAsciiLetterOrDigit) ? AnswerJson.Of(new PhotoAnswer(key)) : Problem.Because("There is no such photo. Upload it again.");

    public string? UploadOf(JsonElement answer) => PhotoAnswer.In(answer) is { Length: > 0 } key ? key : null;

    public IEnumerable<AnswerField> ToForm(JsonElement content, JsonElement answer) => UploadOf(answer) is { } key ? [new AnswerField("", key)] : [];

    public bool IsAnswered(JsonElement answer) => UploadOf(answer) is not null;

    public long? Grade(JsonElement content, JsonElement? answer, long maxMark) => answer is { } given && IsAnswered(given) ? null : 0;

    /// <summary>There is no photo to be made up: left open, right or wrong.</summary>
    public JsonElement Example(JsonElement content, bool right) => AnswerJson.Of(new PhotoAnswer(""));

    public ReviewedQuestion Review(QuestionPaper paper, JsonElement? answer, bool showsKey, Localizer t) => new(showsKey, [], [])
    {
        Photo = answer is { } given ? UploadOf(given) : null, Rubric = RubricOf(paper.Content).Show(t),
    };

    public IEnumerable<string> Tally(JsonElement content, JsonElement answer) => [];

    public IReadOnlyList<ResponseClass> Classes(JsonElement content, Localizer t) => [];
}

/// <summary>A kind whose answer names something uploaded before; it must be one of the same question's own uploads.</summary>
internal interface IUploadingKind : IQuestionKind
{
    string? UploadOf(JsonElement answer);
}
