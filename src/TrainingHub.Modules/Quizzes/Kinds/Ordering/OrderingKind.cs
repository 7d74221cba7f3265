using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Put the steps in order; the file lists them in the right one. With part marks each step in its own place counts.</summary>
internal sealed class OrderingKind : IQuestionKind
{
    public string Name => "ordering";
    public string Label => "Ordering";
    public string QuestionView => "/Quizzes/Kinds/Ordering/Ordering.cshtml";
    public string ReviewView => "/Quizzes/Kinds/PartsReview.cshtml";

    public JsonElement Parse(YamlMap question, QuestionHead head)
    {
        var ids = new HashSet<string>();
        var items = new List<OrderingItem>();
        foreach (var map in question.Maps("items"))
        {
            items.Add(new OrderingItem(YamlIds.Read(map, ids), map.Local("text")));
            map.Done();
        }
        if (YamlIds.Count(question, "items", items.Count, 2, 10) && items.Select(i => i.Text).Distinct().Count() != items.Count) question.Fault("items", "Two steps read the same; nobody could put them in order.");
        return new OrderingContent(items, Scoring.Read(question)).ToJson();
    }

    public string EditView => "/Quizzes/Kinds/Ordering/OrderingEdit.cshtml";

    public JsonElement FromEdit(EditFields fields) => new OrderingContent(
        [.. fields.Rows("items").Where(r => r.Fields.Local("text") is not null).Select(r => new OrderingItem(r.Id, r.Fields.Local("text")!))], fields.Flag("parts") ? Scoring.PartMarks : Scoring.AllOrNothing).ToJson();

    public IEnumerable<string> Write(JsonElement content) => OrderingContent.From(content).Write();

    /// <summary>Always drawn, and never the right order: that would be the key.</summary>
    public IReadOnlyList<string> Order(JsonElement content, bool shuffle, Entropy chance)
    {
        var right = OrderingContent.From(content).Items.Select(i => i.Key).ToList();
        var drawn = right.ToList();
        chance.Shuffle(drawn);
        return drawn.SequenceEqual(right) ? [.. drawn.Skip(1), drawn[0]] : drawn;
    }

    public ShownQuestion Show(QuestionPaper paper, Localizer t)
    {
        var items = OrderingContent.From(paper.Content).Items;
        return new ShownQuestion([.. paper.Order.Select(key => new ShownOption(key, t.Pick(items.First(i => i.Key == key).Text)))], []);
    }

    /// <summary>The form gives each step a number. Equal numbers keep the order shown and steps without one come last, so that every form is an answer.</summary>
    public Outcome<JsonElement> ReadForm(QuestionPaper paper, AnswerFields fields)
    {
        var places = new List<(string Id, int Place)>();
        foreach (var id in paper.Order)
        {
            var sent = fields.All(id);
            if (sent.Count == 0) places.Add((id, int.MaxValue));
            else if (int.TryParse(sent[0], NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place >= 1 && place <= paper.Order.Count) places.Add((id, place));
            else return AnswerFields.NotOffered;
        }
        if (fields.Rest() is { } problem) return problem;
        return AnswerJson.Of(new OrderingAnswer(places.All(p => p.Place == int.MaxValue) ? [] : [.. places.OrderBy(p => p.Place).Select(p => p.Id)]));
    }

    public Outcome<JsonElement> ReadJson(QuestionPaper paper, JsonElement answer)
    {
        if (AnswerJson.Texts(answer, "order", paper.Order.Count) is not { } order) return AnswerJson.Form("""{"order": ["b", "a", "c"]}""");
        if (order.Any(id => !paper.Order.Contains(id, StringComparer.Ordinal)) || order.Distinct().Count() != order.Count) return AnswerFields.NotOffered;
        if (order.Count > 0 && order.Count != paper.Order.Count) return Problem.Because("Name all {0} steps in their order, or none.", paper.Order.Count);
        return AnswerJson.Of(new OrderingAnswer(order));
    }

    public IEnumerable<AnswerField> ToForm(JsonElement content, JsonElement answer) => OrderingAnswer.In(answer).Select((id, i) => new AnswerField(id, (i + 1).ToString(CultureInfo.InvariantCulture)));

    public bool IsAnswered(JsonElement answer) => OrderingAnswer.In(answer).Count > 0;

    public long? Grade(JsonElement content, JsonElement? answer, long maxMark)
    {
        var (ordering, given) = (OrderingContent.From(content), OrderingAnswer.In(answer));
        return Scoring.Mark(ordering.Scoring, ordering.Items.Where((item, i) => i < given.Count && given[i] == item.Key).Count(), 0, ordering.Items.Count, maxMark);
    }

    public JsonElement Example(JsonElement content, bool right)
    {
        var keys = OrderingContent.From(content).Items.Select(i => i.Key).ToList();
        return AnswerJson.Of(new OrderingAnswer(right ? keys : [.. keys.Skip(1), keys[0]]));
    }

    public ReviewedQuestion Review(QuestionPaper paper, JsonElement? answer, bool showsKey, Localizer t)
    {
        var (items, given) = (OrderingContent.From(paper.Content).Items, OrderingAnswer.In(answer));
        return new ReviewedQuestion(showsKey, [], [.. items.Select((item, i) => new ReviewedPart(item.Id, (i + 1).ToString(CultureInfo.InvariantCulture),
            i < given.Count ? t.Pick(items.First(x => x.Key == given[i]).Text) : null, showsKey ? t.Pick(item.Text) : null, i < given.Count && given[i] == item.Key))]);
    }

    public IEnumerable<string> Tally(JsonElement content, JsonElement answer) => OrderingAnswer.In(answer).Select((id, i) => $"{i + 1}:{id}");

    public IReadOnlyList<ResponseClass> Classes(JsonElement content, Localizer t)
    {
        var items = OrderingContent.From(content).Items;
        return [.. items.SelectMany((_, place) => items.Select((item, i) => new ResponseClass($"{place + 1}:{item.Key}", $"{place + 1}. {t.Pick(item.Text)}", i == place)))];
    }
}
