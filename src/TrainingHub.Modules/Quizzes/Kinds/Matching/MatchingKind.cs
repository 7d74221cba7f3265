using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Join each left with its right; distractors are rights that belong to none. One right may fit several lefts.</summary>
internal sealed class MatchingKind : IQuestionKind
{
    public string Name => "matching";
    public string Label => "Matching";
    public string QuestionView => "/Quizzes/Kinds/Matching/Matching.cshtml";
    public string ReviewView => "/Quizzes/Kinds/PartsReview.cshtml";

    public JsonElement Parse(YamlMap question, QuestionHead head)
    {
        var ids = new HashSet<string>();
        var pairs = new List<MatchingPair>();
        foreach (var map in question.Maps("pairs"))
        {
            pairs.Add(new MatchingPair(YamlIds.Read(map, ids), map.Local("left"), map.Local("right")));
            map.Done();
        }
        YamlIds.Count(question, "pairs", pairs.Count, 2, 10);
        var distractors = new List<Distractor>();
        foreach (var map in question.Maps("distractors", optional: true))
        {
            distractors.Add(new Distractor(YamlIds.Read(map, ids), map.Local("text")));
            map.Done();
        }
        if (distractors.Count > 10) question.Fault("distractors", $"There are {distractors.Count}; at most 10 are allowed.");
        if (distractors.FirstOrDefault(d => pairs.Any(p => p.Right == d.Text)) is { } same) question.Fault("distractors", $"The distractor \"{same.Id}\" reads like the right side of a pair; it would be right.");
        return new MatchingContent(pairs, distractors, Scoring.Read(question)).ToJson();
    }

    public string EditView => "/Quizzes/Kinds/Matching/MatchingEdit.cshtml";

    public JsonElement FromEdit(EditFields fields) => new MatchingContent(
        [.. fields.Rows("pairs").Select(r => (r.Id, Left: r.Fields.Local("left"), Right: r.Fields.Local("right"))).Where(r => r.Left is not null || r.Right is not null)
            .Select(r => new MatchingPair(r.Id, r.Left ?? new LocalText("", ""), r.Right ?? new LocalText("", "")))],
        [.. fields.Rows("distractors").Where(r => r.Fields.Local("text") is not null).Select(r => new Distractor(FreeOf(r.Id, fields), r.Fields.Local("text")!))],
        fields.Flag("parts") ? Scoring.PartMarks : Scoring.AllOrNothing).ToJson();

    /// <summary>A new distractor must not take the id of a pair.</summary>
    private static string FreeOf(string id, EditFields fields) => fields.Rows("pairs").Any(p => p.Id == id) ? $"x-{id}" : id;

    public IEnumerable<string> Write(JsonElement content) => MatchingContent.From(content).Write();

    /// <summary>Always drawn: in the author's order each right stands beside its left.</summary>
    public IReadOnlyList<string> Order(JsonElement content, bool shuffle, Entropy chance)
    {
        var rights = MatchingContent.From(content).Rights().Keys.ToList();
        chance.Shuffle(rights);
        return rights;
    }

    public ShownQuestion Show(QuestionPaper paper, Localizer t)
    {
        var content = MatchingContent.From(paper.Content);
        var rights = content.Rights();
        return new ShownQuestion([.. paper.Order.Select(id => new ShownOption(id, t.Pick(rights[id])))], [.. content.Pairs.Select(p => new ShownPart(p.Id, t.Pick(p.Left)))]);
    }

    public Outcome<JsonElement> ReadForm(QuestionPaper paper, AnswerFields fields)
    {
        var content = MatchingContent.From(paper.Content);
        var given = content.Pairs.Select(p => (p.Id, Value: fields.All(p.Id))).Where(g => g.Value.Count > 0).ToDictionary(g => g.Id, g => g.Value[0]);
        return fields.Rest() is { } problem ? problem : Check(content, paper, given);
    }

    public Outcome<JsonElement> ReadJson(QuestionPaper paper, JsonElement answer)
    {
        var content = MatchingContent.From(paper.Content);
        return AnswerJson.Map(answer, "pairs", content.Pairs.Count) is { } given ? Check(content, paper, given) : AnswerJson.Form("""{"pairs": {"a": "b"}}""");
    }

    private static Outcome<JsonElement> Check(MatchingContent content, QuestionPaper paper, IReadOnlyDictionary<string, string> given)
    {
        if (given.Any(g => content.Pairs.All(p => p.Id != g.Key) || !paper.Order.Contains(g.Value, StringComparer.Ordinal))) return AnswerFields.NotOffered;
        return Answer(content.Pairs.Where(p => given.ContainsKey(p.Id)).Select(p => (p.Id, given[p.Id])));
    }

    private static JsonElement Answer(IEnumerable<(string Left, string Right)> pairs) => AnswerJson.Of(new MatchingAnswer(pairs.ToDictionary(p => p.Left, p => p.Right)));

    public IEnumerable<AnswerField> ToForm(JsonElement content, JsonElement answer) => MatchingAnswer.In(answer).Select(p => new AnswerField(p.Key, p.Value));

    public bool IsAnswered(JsonElement answer) => MatchingAnswer.In(answer).Count > 0;

    public long? Grade(JsonElement content, JsonElement? answer, long maxMark)
    {
        var (matching, given) = (MatchingContent.From(content), MatchingAnswer.In(answer));
        return Scoring.Mark(matching.Scoring, matching.Pairs.Count(p => given.GetValueOrDefault(p.Id) == TextKey.Of(p.Right)), 0, matching.Pairs.Count, maxMark);
    }

    public JsonElement Example(JsonElement content, bool right)
    {
        var matching = MatchingContent.From(content);
        var rights = matching.Rights().Keys.ToList();
        return Answer(matching.Pairs.Select(p => (p.Id, right ? TextKey.Of(p.Right) : rights.First(r => rights.Count == 1 || r != TextKey.Of(p.Right)))).Take(rights.Count == 1 && !right ? 0 : matching.Pairs.Count));
    }

    public ReviewedQuestion Review(QuestionPaper paper, JsonElement? answer, bool showsKey, Localizer t)
    {
        var (content, given) = (MatchingContent.From(paper.Content), MatchingAnswer.In(answer));
        var rights = content.Rights();
        return new ReviewedQuestion(showsKey, [], [.. content.Pairs.Select(p => new ReviewedPart(p.Id, t.Pick(p.Left),
            given.TryGetValue(p.Id, out var chosen) ? t.Pick(rights[chosen]) : null, showsKey ? t.Pick(p.Right) : null, given.GetValueOrDefault(p.Id) == TextKey.Of(p.Right)))]);
    }

    public IEnumerable<string> Tally(JsonElement content, JsonElement answer) => MatchingAnswer.In(answer).Select(p => $"{p.Key}>{p.Value}");

    public IReadOnlyList<ResponseClass> Classes(JsonElement content, Localizer t)
    {
        var matching = MatchingContent.From(content);
        return [.. matching.Pairs.SelectMany(p => matching.Rights().Select(r => new ResponseClass($"{p.Id}>{r.Key}", $"{t.Pick(p.Left)} → {t.Pick(r.Value)}", TextKey.Of(p.Right) == r.Key)))];
    }
}
