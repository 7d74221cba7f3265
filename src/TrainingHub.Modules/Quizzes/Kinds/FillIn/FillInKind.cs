using System.Text.Json;
using System.Text.RegularExpressions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Type a word or a number into the gaps that the stem marks as [[id]].</summary>
internal sealed partial class FillInKind : IQuestionKind
{
    public const int Limit = 200;

    public string Name => "fill-in";
    public string Label => "Fill in";
    public string QuestionView => "/Quizzes/Kinds/FillIn/FillIn.cshtml";
    public string ReviewView => "/Quizzes/Kinds/PartsReview.cshtml";
    public bool WritesStem => true;

    public string Readable(string stem) => Gap().Replace(stem, "____");

    /// <summary>The stem cut at its gaps: text, id of a blank, text, …</summary>
    public static string[] Cut(string stem) => Gap().Split(stem);

    public JsonElement Parse(YamlMap question, QuestionHead head)
    {
        var ids = new HashSet<string>();
        var blanks = new List<Blank>();
        foreach (var map in question.Maps("blanks"))
        {
            blanks.Add(ReadBlank(map, ids));
            map.Done();
        }
        if (question.Has("blanks")) YamlIds.Count(question, "blanks", blanks.Count, 1, 20);
        foreach (var (language, text) in new[] { (Languages.Chinese, head.Stem.Zh), (Languages.English, head.Stem.En) })
        {
            if (text.Length == 0) continue; // the missing translation is reported already
            var marked = Gap().Matches(text).Select(m => m.Groups[1].Value).ToList();
            foreach (var id in ids.Where(id => marked.Count(m => m == id) != 1)) question.Fault("stem", $"The stem in {language} must mark the blank once as [[{id}]].");
            foreach (var id in marked.Distinct().Where(m => !ids.Contains(m))) question.Fault("stem", $"The stem in {language} marks [[{id}]], but there is no such blank.");
        }
        return new FillInContent(blanks, Scoring.Read(question)).ToJson();
    }

    public string EditView => "/Quizzes/Kinds/FillIn/FillInEdit.cshtml";

    public JsonElement FromEdit(EditFields fields) => new FillInContent(
        [.. fields.Rows("blanks").Where(r => r.Fields.Text("id").Length > 0).Select(r => new Blank(r.Id,
            r.Fields.Lines("zh").Count + r.Fields.Lines("en").Count == 0 ? null : new AcceptedWords(r.Fields.Lines("zh"), r.Fields.Lines("en")),
            r.Fields.Number("number"), r.Fields.Number("number") is null ? null : r.Fields.Number("off") ?? 0, r.Fields.Flag("case")))],
        fields.Flag("parts") ? Scoring.PartMarks : Scoring.AllOrNothing).ToJson();

    public IEnumerable<string> Write(JsonElement content) => FillInContent.From(content).Write();

    private static Blank ReadBlank(YamlMap map, HashSet<string> ids)
    {
        var id = YamlIds.Read(map, ids);
        if (map.Has("accept") == map.Has("number")) map.FaultHere("A blank has either \"accept\" or \"number\".");
        AcceptedWords? accept = null;
        if (map.OptionalMap("accept") is { } words)
        {
            accept = new AcceptedWords(Accepted(words, Languages.Chinese), Accepted(words, Languages.English));
            words.Done();
        }
        decimal? number = map.Has("number") ? map.Fraction("number", null, -1_000_000_000, 1_000_000_000) : null;
        decimal? tolerance = number is null ? null : map.Fraction("tolerance", 0, 0, 1_000_000_000);
        var caseMatters = number is null && map.Flag("caseMatters", false);
        return new Blank(id, accept, number, tolerance, caseMatters);
    }

    private static List<string> Accepted(YamlMap words, string language)
    {
        var accepted = words.Texts(language);
        if (words.Has(language) && (accepted.Count == 0 || accepted.Any(string.IsNullOrWhiteSpace))) words.Fault(language, "Name at least one accepted text, and no empty one.");
        if (accepted.Any(a => a.Length > Limit)) words.Fault(language, $"An accepted text has at most {Limit} characters.");
        return accepted;
    }

    public IReadOnlyList<string> Order(JsonElement content, bool shuffle, Entropy chance) => [];

    public ShownQuestion Show(QuestionPaper paper, Localizer t) =>
        new([], [.. FillInContent.From(paper.Content).Blanks.Select((b, i) => new ShownPart(b.Id, t["Gap {0}", i + 1], IsNumber: b.Number is not null))]) { Limit = Limit };

    public Outcome<JsonElement> ReadForm(QuestionPaper paper, AnswerFields fields)
    {
        var content = FillInContent.From(paper.Content);
        var given = content.Blanks.Select(b => (b.Id, Value: fields.All(b.Id))).Where(g => g.Value.Count > 0).ToDictionary(g => g.Id, g => g.Value[0]);
        return fields.Rest() is { } problem ? problem : Check(content, given);
    }

    public Outcome<JsonElement> ReadJson(QuestionPaper paper, JsonElement answer)
    {
        var content = FillInContent.From(paper.Content);
        return AnswerJson.Map(answer, "blanks", content.Blanks.Count) is { } given ? Check(content, given) : AnswerJson.Form("""{"blanks": {"a": "30"}}""");
    }

    private static Outcome<JsonElement> Check(FillInContent content, IReadOnlyDictionary<string, string> given)
    {
        if (given.Keys.Any(id => content.Blanks.All(b => b.Id != id))) return AnswerFields.NotOffered;
        if (given.Values.Any(v => v.Length > Limit)) return AnswerJson.TooLong(Limit);
        return Answer(content.Blanks.Where(b => given.ContainsKey(b.Id)).Select(b => (b.Id, given[b.Id].Trim())));
    }

    private static JsonElement Answer(IEnumerable<(string Id, string Typed)> blanks) => AnswerJson.Of(new FillInAnswer(blanks.Where(b => b.Typed.Length > 0).ToDictionary(b => b.Id, b => b.Typed)));

    public IEnumerable<AnswerField> ToForm(JsonElement content, JsonElement answer) => FillInAnswer.In(answer).Select(b => new AnswerField(b.Key, b.Value));

    public bool IsAnswered(JsonElement answer) => FillInAnswer.In(answer).Count > 0;

    public long? Grade(JsonElement content, JsonElement? answer, long maxMark)
    {
        var (fillIn, given) = (FillInContent.From(content), FillInAnswer.In(answer));
        var worth = fillIn.Blanks.Select(b => given.TryGetValue(b.Id, out var typed) ? b.Worth(typed) : 0).ToList();
        if (worth.Any(w => w is > 0 and < 100) && (fillIn.Scoring == Scoring.PartMarks || worth.Count == 1)) return (long)(maxMark * worth.Sum() / (100 * worth.Count));
        return Scoring.Mark(fillIn.Scoring, fillIn.Blanks.Count(b => given.TryGetValue(b.Id, out var typed) && b.Accepts(typed)), 0, fillIn.Blanks.Count, maxMark);
    }

    public JsonElement Example(JsonElement content, bool right) => Answer(FillInContent.From(content).Blanks.Select(b => (b.Id, right ? b.Number is { } number ? Blank.Plain(number) : b.Accept!.All.First() : Wrong(b))));

    private static string Wrong(Blank blank)
    {
        if (blank.Number is { } number) return Blank.Plain(number + (blank.Tolerance ?? 0) + 1);
        var wrong = "x";
        while (blank.Accepts(wrong)) wrong += "x";
        return wrong;
    }

    public ReviewedQuestion Review(QuestionPaper paper, JsonElement? answer, bool showsKey, Localizer t)
    {
        var (content, given) = (FillInContent.From(paper.Content), FillInAnswer.In(answer));
        return new ReviewedQuestion(showsKey, [], [.. content.Blanks.Select((b, i) => new ReviewedPart(b.Id, t["Gap {0}", i + 1],
            given.GetValueOrDefault(b.Id), showsKey ? b.Key(t) : null, given.TryGetValue(b.Id, out var typed) && b.Accepts(typed))
            {
                Feedback = typed is not null && b.FeedbackTo(typed) is { } feedback ? t.Pick(feedback) : null,
            })]);
    }

    public IEnumerable<string> Tally(JsonElement content, JsonElement answer)
    {
        var blanks = FillInContent.From(content).Blanks;
        return FillInAnswer.In(answer).Select(g => $"{g.Key}={blanks.First(b => b.Id == g.Key).ClassOf(g.Value)}");
    }

    public IReadOnlyList<ResponseClass> Classes(JsonElement content, Localizer t) => [.. FillInContent.From(content).Blanks.SelectMany((b, i) =>
        (b.Number is { } number ? [Blank.Plain(number)] : b.Accept!.All).Select(word => (Key: $"{b.Id}={b.ClassOf(word)}", Text: $"{t["Gap {0}", i + 1]}: {word}"))).DistinctBy(c => c.Key)
        .Select(c => new ResponseClass(c.Key, c.Text, true))];

    [GeneratedRegex(@"\[\[([^\[\]]+)\]\]")]
    private static partial Regex Gap();
}
