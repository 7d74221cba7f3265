using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>A story (the stem) and several questions on it, each of a simpler kind, which reads, shows and marks its own part.</summary>
internal sealed class ScenarioKind(IReadOnlyList<IQuestionKind> simple) : IQuestionKind
{
    public string Name => "scenario";
    public string Label => "Scenario";
    public string QuestionView => "/Quizzes/Kinds/Scenario/Scenario.cshtml";
    public string ReviewView => "/Quizzes/Kinds/Scenario/ScenarioReview.cshtml";

    private IQuestionKind KindOf(ScenarioPart part) => simple.First(k => k.Name == part.Kind);

    public JsonElement Parse(YamlMap question, QuestionHead head)
    {
        var ids = new HashSet<string>();
        var parts = new List<ScenarioPart>();
        foreach (var map in question.Maps("parts"))
        {
            var id = YamlIds.Read(map, ids);
            var kind = simple.First(k => k.Name == map.Choice("kind", null, [.. simple.Select(s => s.Name)]));
            var asks = map.Local("stem");
            parts.Add(new ScenarioPart(id, kind.Name, asks, map.OptionalLocal("feedback"), kind.Parse(map, new QuestionHead(asks, null))));
            map.Done();
        }
        YamlIds.Count(question, "parts", parts.Count, 1, 10);
        return new ScenarioContent(parts).ToJson();
    }

    public string EditView => "/Quizzes/Kinds/Scenario/ScenarioEdit.cshtml";

    public JsonElement FromEdit(EditFields fields) => new ScenarioContent([.. fields.Rows("parts").Where(r => simple.Any(k => k.Name == r.Fields.Text("kind")))
        .Select(r => new ScenarioPart(r.Id, r.Fields.Text("kind"), r.Fields.Local("stem") ?? new LocalText("", ""), r.Fields.Local("feedback"),
            simple.First(k => k.Name == r.Fields.Text("kind")).FromEdit(r.Fields.Inside("content"))))]).ToJson();

    public IEnumerable<string> Write(JsonElement content) => YamlLines.List("parts", ScenarioContent.From(content).Parts, part =>
        [$"id: {part.Id}", $"kind: {part.Kind}", .. YamlLines.Local("stem", part.Stem), .. KindOf(part).Write(part.Content), .. YamlLines.Local("feedback", part.Feedback)]);

    public IReadOnlyList<string> Order(JsonElement content, bool shuffle, Entropy chance) =>
        [.. ScenarioContent.From(content).Parts.SelectMany(p => KindOf(p).Order(p.Content, shuffle, chance).Select(key => $"{p.Id}/{key}"))];

    public ShownQuestion Show(QuestionPaper paper, Localizer t) => new([], [.. ScenarioContent.From(paper.Content).Parts
        .Select(p => new ShownPart(p.Id, t.Pick(p.Stem), KindOf(p), KindOf(p).Show(p.Paper(paper.Order), t)))]);

    public Outcome<JsonElement> ReadForm(QuestionPaper paper, AnswerFields fields)
    {
        var answer = Read(paper, part => KindOf(part).ReadForm(part.Paper(paper.Order), fields.Of(part.Id)));
        return answer.Problem is null && fields.Rest(several: true) is { } problem ? problem : answer;
    }

    public Outcome<JsonElement> ReadJson(QuestionPaper paper, JsonElement answer)
    {
        var content = ScenarioContent.From(paper.Content);
        if (AnswerJson.Members(answer, "parts", content.Parts.Count) is not { } given) return AnswerJson.Form("""{"parts": {"a": {"chosen": ["b"]}}}""");
        if (given.Keys.Any(id => content.Parts.All(p => p.Id != id))) return AnswerFields.NotOffered;
        return Read(paper, part => given.TryGetValue(part.Id, out var own) ? KindOf(part).ReadJson(part.Paper(paper.Order), own) : default(Outcome<JsonElement>));
    }

    private Outcome<JsonElement> Read(QuestionPaper paper, Func<ScenarioPart, Outcome<JsonElement>> read)
    {
        var answers = new Dictionary<string, JsonElement>();
        foreach (var part in ScenarioContent.From(paper.Content).Parts)
        {
            var answer = read(part);
            if (answer.Problem is not null) return answer.Problem;
            if (answer.Value.ValueKind != JsonValueKind.Undefined && KindOf(part).IsAnswered(answer.Value)) answers[part.Id] = answer.Value;
        }
        return AnswerJson.Of(new ScenarioAnswer(answers));
    }

    public IEnumerable<AnswerField> ToForm(JsonElement content, JsonElement answer)
    {
        var given = ScenarioAnswer.In(answer);
        return ScenarioContent.From(content).Parts.Where(p => given.ContainsKey(p.Id)).SelectMany(p => KindOf(p).ToForm(p.Content, given[p.Id]).Select(f => AnswerFields.Outside(f, p.Id)));
    }

    public bool IsAnswered(JsonElement answer) => ScenarioAnswer.In(answer).Count > 0;

    public long? Grade(JsonElement content, JsonElement? answer, long maxMark)
    {
        var (scenario, given) = (ScenarioContent.From(content), ScenarioAnswer.In(answer));
        return scenario.Parts.Select((part, i) => KindOf(part).Grade(part.Content, given.TryGetValue(part.Id, out var own) ? own : null, scenario.Share(i, maxMark)) ?? 0).Sum();
    }

    public JsonElement Example(JsonElement content, bool right) =>
        AnswerJson.Of(new ScenarioAnswer(ScenarioContent.From(content).Parts.ToDictionary(p => p.Id, p => KindOf(p).Example(p.Content, right))));

    public ReviewedQuestion Review(QuestionPaper paper, JsonElement? answer, bool showsKey, Localizer t)
    {
        var (content, given) = (ScenarioContent.From(paper.Content), ScenarioAnswer.In(answer));
        return new ReviewedQuestion(showsKey, [], [.. content.Parts.Select(p =>
        {
            var (kind, own) = (KindOf(p), given.TryGetValue(p.Id, out var value) ? value : (JsonElement?)null);
            return new ReviewedPart(p.Id, kind.Readable(t.Pick(p.Stem)), null, null, kind.Grade(p.Content, own, 1000) == 1000)
            {
                Kind = kind, Question = kind.Review(p.Paper(paper.Order), own, showsKey, t), Feedback = showsKey && p.Feedback is not null ? t.Pick(p.Feedback) : null,
            };
        })]);
    }

    public IEnumerable<string> Tally(JsonElement content, JsonElement answer)
    {
        var given = ScenarioAnswer.In(answer);
        return ScenarioContent.From(content).Parts.Where(p => given.ContainsKey(p.Id)).SelectMany(p => KindOf(p).Tally(p.Content, given[p.Id]).Select(key => $"{p.Id}/{key}"));
    }

    public IReadOnlyList<ResponseClass> Classes(JsonElement content, Localizer t) => [.. ScenarioContent.From(content).Parts.SelectMany((p, i) => KindOf(p).Classes(p.Content, t)
        .Select(c => new ResponseClass($"{p.Id}/{c.Key}", $"{i + 1}. {c.Text}", c.IsRight)))];
}
