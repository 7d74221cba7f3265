using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>What single, multiple and true-false have in common: options to pick from.</summary>
internal abstract class ChoiceKind : IQuestionKind
{
    public abstract string Name { get; }
    public abstract string Label { get; }
    public abstract string QuestionView { get; }
    public string ReviewView => "/Quizzes/Kinds/Choice/ChoiceReview.cshtml";

    /// <summary>Whether the author's order means something, so that the options never change places.</summary>
    protected virtual bool KeepsOrder => false;

    public abstract JsonElement Parse(YamlMap question, QuestionHead head);

    public string EditView => "/Quizzes/Kinds/Choice/ChoiceEdit.cshtml";

    public abstract JsonElement FromEdit(EditFields fields);

    /// <summary>The options whose text is not empty.</summary>
    protected static IReadOnlyList<ChoiceOption> OptionsOf(EditFields fields) =>
        [.. fields.Rows("options").Where(r => r.Fields.Local("text") is not null).Select(r => new ChoiceOption(r.Id, r.Fields.Flag("correct"), r.Fields.Local("text")!, r.Fields.Local("feedback")))];

    public virtual IEnumerable<string> Write(JsonElement content) => ChoiceContent.From(content).Write();

    /// <summary>How many options may be picked.</summary>
    protected abstract int Most(int offered);

    protected abstract long Grade(ChoiceContent content, IReadOnlySet<string> chosen, long maxMark);

    public IReadOnlyList<string> Order(JsonElement content, bool shuffle, Entropy chance)
    {
        var ids = ChoiceContent.From(content).Options.Select(o => o.Id).ToList();
        if (shuffle && !KeepsOrder) chance.Shuffle(ids);
        return ids;
    }

    public ShownQuestion Show(QuestionPaper paper, Localizer t)
    {
        var options = ChoiceContent.From(paper.Content).Options;
        return new ShownQuestion([.. paper.Order.Select(id => options.First(o => o.Id == id)).Select(o => new ShownOption(o.Id, t.Pick(o.Text)))], []) { Most = Most(paper.Order.Count) };
    }

    public Outcome<JsonElement> ReadForm(QuestionPaper paper, AnswerFields fields) => ChoiceAnswer.ReadForm(fields, paper.Order, Most(paper.Order.Count));

    public Outcome<JsonElement> ReadJson(QuestionPaper paper, JsonElement answer) => ChoiceAnswer.ReadJson(answer, paper.Order, Most(paper.Order.Count));

    public IEnumerable<AnswerField> ToForm(JsonElement content, JsonElement answer) => ChoiceAnswer.ChosenIn(answer).Select(id => new AnswerField("", id));

    public bool IsAnswered(JsonElement answer) => ChoiceAnswer.ChosenIn(answer).Count > 0;

    public long? Grade(JsonElement content, JsonElement? answer, long maxMark)
    {
        var chosen = ChoiceAnswer.ChosenIn(answer).ToHashSet(StringComparer.Ordinal);
        return chosen.Count == 0 ? 0 : Grade(ChoiceContent.From(content), chosen, maxMark);
    }

    public JsonElement Example(JsonElement content, bool right)
    {
        var options = ChoiceContent.From(content).Options;
        return ChoiceAnswer.Of((right ? options.Where(o => o.Correct) : options.Where(o => !o.Correct).Take(1)).Select(o => o.Id));
    }

    public ReviewedQuestion Review(QuestionPaper paper, JsonElement? answer, bool showsKey, Localizer t)
    {
        var options = ChoiceContent.From(paper.Content).Options;
        var chosen = ChoiceAnswer.ChosenIn(answer);
        return new ReviewedQuestion(showsKey, [.. paper.Order.Select(id => options.First(o => o.Id == id))
            .Select(o => new ReviewedOption(o.Id, t.Pick(o.Text), chosen.Contains(o.Id), o.Correct, o.Feedback is null ? null : t.Pick(o.Feedback)))], []);
    }

    public IEnumerable<string> Tally(JsonElement content, JsonElement answer) => ChoiceAnswer.ChosenIn(answer);

    public IReadOnlyList<ResponseClass> Classes(JsonElement content, Localizer t) => [.. ChoiceContent.From(content).Options.Select(o => new ResponseClass(o.Id, t.Pick(o.Text), o.Correct))];
}
