using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>
/// A kind of question: a folder with a class, its content's records and its views, named once in <see cref="QuestionKinds"/>.
/// Content and answers are JSON whose shape only the kind knows; everybody else passes them on.
/// </summary>
internal interface IQuestionKind
{
    /// <summary>As questions.yaml names it: "true-false".</summary>
    string Name { get; }

    /// <summary>English text for the screen.</summary>
    string Label { get; }

    /// <summary>The partial view that asks; its model is an <see cref="AskedQuestion"/>.</summary>
    string QuestionView { get; }

    /// <summary>The partial view that shows answer, key and feedback afterwards; its model is a <see cref="ReviewedQuestion"/>.</summary>
    string ReviewView { get; }

    /// <summary>Whether the view itself writes the stem, because its fields stand inside it.</summary>
    bool WritesStem => false;

    /// <summary>Whether the view itself draws the picture, because one answers in it.</summary>
    bool DrawsPicture => false;

    /// <summary>The stem as one reads it where it is not being answered.</summary>
    string Readable(string stem) => stem;

    /// <summary>Reads the keys that only this kind has, reports everything wrong with them, and gives what is kept of them (the body's content).</summary>
    JsonElement Parse(YamlMap question, QuestionHead head);

    /// <summary>The same keys as lines of YAML; what is parsed from them is this content again.</summary>
    IEnumerable<string> Write(JsonElement content);

    /// <summary>The partial view that edits the content in the studio; its model is an <see cref="EditedContent"/>.</summary>
    string EditView { get; }

    /// <summary>The content as that form has it, complete or not: <see cref="Parse"/> judges it once it is written.</summary>
    JsonElement FromEdit(EditFields fields);

    /// <summary>The keys of what may change places, in the order one attempt shows them. It is drawn once and kept with the attempt.</summary>
    /// <param name="shuffle">Whether quiz and question allow it. Where the author's order is the key, it is drawn all the same.</param>
    IReadOnlyList<string> Order(JsonElement content, bool shuffle, Entropy chance);

    /// <summary>The question as its attempt shows it, without a hint which answer is right.</summary>
    ShownQuestion Show(QuestionPaper paper, Localizer t);

    /// <summary>What a form sent for this question; a problem where it names what was not offered, or is too long.</summary>
    Outcome<JsonElement> ReadForm(QuestionPaper paper, AnswerFields fields);

    /// <summary>The same from JSON. Equal answers become equal texts, whichever way they came.</summary>
    Outcome<JsonElement> ReadJson(QuestionPaper paper, JsonElement answer);

    /// <summary>The fields of a form that would send this answer.</summary>
    IEnumerable<AnswerField> ToForm(JsonElement content, JsonElement answer);

    /// <summary>False for an answer that was taken back.</summary>
    bool IsAnswered(JsonElement answer);

    /// <summary>Milli-points from 0 to <paramref name="maxMark"/>, without an answer 0; null where a trainer has to mark it.</summary>
    long? Grade(JsonElement content, JsonElement? answer, long maxMark);

    /// <summary>An answer that is surely right, or surely wrong.</summary>
    JsonElement Example(JsonElement content, bool right);

    /// <summary>Answer, key and feedback, for the review.</summary>
    ReviewedQuestion Review(QuestionPaper paper, JsonElement? answer, bool showsKey, Localizer t);

    /// <summary>The response classes an answer counts for in the statistics: which distractor, which pair, which text.</summary>
    IEnumerable<string> Tally(JsonElement content, JsonElement answer);

    /// <summary>The classes one knows of beforehand, in the author's order. Others that occur (what people typed) read as they are.</summary>
    IReadOnlyList<ResponseClass> Classes(JsonElement content, Localizer t);
}

/// <summary>What of a question stands outside the kind's own keys and is needed to read them.</summary>
/// <param name="PictureSize">Null where there is no picture, or where its size is not to be found.</param>
internal sealed record QuestionHead(LocalText Stem, (int Width, int Height)? PictureSize);

/// <summary>A question as one attempt asks it.</summary>
/// <param name="Content">Of the pinned version.</param>
/// <param name="Order">As <see cref="IQuestionKind.Order"/> drew it.</param>
internal sealed record QuestionPaper(JsonElement Content, IReadOnlyList<string> Order)
{
    public static QuestionPaper Of(JsonElement content, string orderJson) => new(content, JsonSerializer.Deserialize<string[]>(orderJson)!);
}

/// <param name="Key">As <see cref="IQuestionKind.Tally"/> gives it.</param>
internal sealed record ResponseClass(string Key, string Text, bool IsRight);
