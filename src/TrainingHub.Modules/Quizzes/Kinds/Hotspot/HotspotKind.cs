using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>
/// Find the right spots in a picture. All spots, right and wrong, are outlined, numbered and named in a list, which the keyboard and
/// a screen reader use: whoever can't see or tap the picture is asked the same.
/// </summary>
internal sealed class HotspotKind : IQuestionKind
{
    public string Name => "hotspot";
    public string Label => "Hotspot";
    public string QuestionView => "/Quizzes/Kinds/Hotspot/Hotspot.cshtml";
    public string ReviewView => "/Quizzes/Kinds/Hotspot/HotspotReview.cshtml";
    public bool DrawsPicture => true;

    public JsonElement Parse(YamlMap question, QuestionHead head)
    {
        if (!question.Has("media")) question.FaultHere("The key \"media\" is missing; a hotspot needs a picture.");
        var ids = new HashSet<string>();
        var areas = new List<HotspotArea>();
        foreach (var map in question.Maps("areas"))
        {
            var shape = map.Choice("shape", null, "rect", "circle", "polygon");
            areas.Add(new HotspotArea(YamlIds.Read(map, ids), shape, Coordinates(map, shape), map.Flag("correct", false), map.Local("label")));
            map.Done();
        }
        if (question.Has("areas") && !areas.Any(a => a.Correct)) question.Fault("areas", "No area is right; mark at least one with \"correct: true\".");
        if (areas.Count > 0 && areas.All(a => a.Correct)) question.Fault("areas", "All areas are right; at least one must be wrong, else taking all of them is the answer.");
        if (areas.Count > 20) question.Fault("areas", $"There are {areas.Count}; at most 20 are allowed.");
        return new HotspotContent(areas, Scoring.Read(question), head.PictureSize?.Width ?? 0, head.PictureSize?.Height ?? 0).ToJson();
    }

    private static List<decimal> Coordinates(YamlMap map, string shape)
    {
        var at = new List<decimal>();
        foreach (var text in map.Texts("at"))
        {
            if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= 100_000) at.Add(value);
            else map.Fault("at", $"\"{text}\" is not a number from -100000 to 100000.");
        }
        var fits = shape switch { "rect" => at.Count == 4 && at[2] > 0 && at[3] > 0, "circle" => at.Count == 3 && at[2] > 0, _ => at.Count is >= 6 and <= 200 && at.Count % 2 == 0 };
        if (map.Has("at") && !fits) map.Fault("at", "A rect has x, y, width and height; a circle x, y and radius; a polygon x and y of at least three corners.");
        return at;
    }

    public string EditView => "/Quizzes/Kinds/Hotspot/HotspotEdit.cshtml";

    public JsonElement FromEdit(EditFields fields) => new HotspotContent(
        [.. fields.Rows("areas").Where(r => r.Fields.Local("label") is not null || r.Fields.Text("at").Length > 0).Select(r => new HotspotArea(r.Id, r.Fields.Text("shape"),
            [.. r.Fields.Text("at").Split([',', ' ', '，', ';'], StringSplitOptions.RemoveEmptyEntries).Select(v => decimal.TryParse(v, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : -100_001)],
            r.Fields.Flag("correct"), r.Fields.Local("label") ?? new LocalText("", "")))],
        fields.Flag("parts") ? Scoring.PartMarks : Scoring.AllOrNothing, fields.Whole("width", 0), fields.Whole("height", 0)).ToJson();

    public IEnumerable<string> Write(JsonElement content) => HotspotContent.From(content).Write();

    public IReadOnlyList<string> Order(JsonElement content, bool shuffle, Entropy chance)
    {
        var ids = HotspotContent.From(content).Areas.Select(a => a.Id).ToList();
        if (shuffle) chance.Shuffle(ids);
        return ids;
    }

    public ShownQuestion Show(QuestionPaper paper, Localizer t)
    {
        var content = HotspotContent.From(paper.Content);
        return new ShownQuestion([.. paper.Order.Select(id => content.Areas.First(a => a.Id == id)).Select(a => new ShownOption(a.Id, t.Pick(a.Label), a.Area()))], [])
        {
            Most = Most(content), Size = Size(content),
        };
    }

    /// <summary>One right area is asked for as one; several as "all that fit".</summary>
    private static int Most(HotspotContent content) => content.Areas.Count(a => a.Correct) == 1 ? 1 : content.Areas.Count;

    private static (int, int)? Size(HotspotContent content) => content is { Width: > 0, Height: > 0 } ? (content.Width, content.Height) : null;

    public Outcome<JsonElement> ReadForm(QuestionPaper paper, AnswerFields fields) => ChoiceAnswer.ReadForm(fields, paper.Order, Most(HotspotContent.From(paper.Content)));

    /// <summary>The areas' ids; or points in the picture, each of which stands for the first area there.</summary>
    public Outcome<JsonElement> ReadJson(QuestionPaper paper, JsonElement answer)
    {
        var content = HotspotContent.From(paper.Content);
        if (AnswerJson.Items(answer, "points", content.Areas.Count) is not { } points) return ChoiceAnswer.ReadJson(answer, paper.Order, Most(content));
        var hit = new List<string>();
        foreach (var point in points)
        {
            if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() != 2 || !Number(point[0], out var x) || !Number(point[1], out var y)) return AnswerJson.Form("""{"points": [[120, 80]]}""");
            if (content.Areas.FirstOrDefault(a => a.Area().Contains(x, y)) is not { } area) return Problem.Because("There is no spot at {0}, {1}.", x, y);
            hit.Add(area.Id);
        }
        return ChoiceAnswer.Check([.. hit.Distinct()], paper.Order, Most(content));
    }

    private static bool Number(JsonElement value, out decimal number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out number) && Math.Abs(number) <= 100_000;
    }

    public IEnumerable<AnswerField> ToForm(JsonElement content, JsonElement answer) => ChoiceAnswer.ChosenIn(answer).Select(id => new AnswerField("", id));

    public bool IsAnswered(JsonElement answer) => ChoiceAnswer.ChosenIn(answer).Count > 0;

    public long? Grade(JsonElement content, JsonElement? answer, long maxMark)
    {
        var (hotspot, chosen) = (HotspotContent.From(content), ChoiceAnswer.ChosenIn(answer));
        var hits = hotspot.Areas.Count(a => a.Correct && chosen.Contains(a.Id));
        return Scoring.Mark(hotspot.Scoring, hits, chosen.Count - hits, hotspot.Areas.Count(a => a.Correct), maxMark);
    }

    public JsonElement Example(JsonElement content, bool right)
    {
        var areas = HotspotContent.From(content).Areas;
        return ChoiceAnswer.Of((right ? areas.Where(a => a.Correct) : areas.Where(a => !a.Correct).Take(1)).Select(a => a.Id));
    }

    public ReviewedQuestion Review(QuestionPaper paper, JsonElement? answer, bool showsKey, Localizer t)
    {
        var (content, chosen) = (HotspotContent.From(paper.Content), ChoiceAnswer.ChosenIn(answer));
        return new ReviewedQuestion(showsKey, [.. paper.Order.Select(id => content.Areas.First(a => a.Id == id))
            .Select(a => new ReviewedOption(a.Id, t.Pick(a.Label), chosen.Contains(a.Id), a.Correct, null, a.Area()))], []) { Size = Size(content) };
    }

    public IEnumerable<string> Tally(JsonElement content, JsonElement answer) => ChoiceAnswer.ChosenIn(answer);

    public IReadOnlyList<ResponseClass> Classes(JsonElement content, Localizer t) => [.. HotspotContent.From(content).Areas.Select(a => new ResponseClass(a.Id, t.Pick(a.Label), a.Correct))];
}
