using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>What "questions import --json" prints; its names are described in docs/questions.md and stay.</summary>
internal static class ItemJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Of(string file, string format, ImportPlan plan, bool isDryRun, bool wasImported, Localizer english) => JsonSerializer.Serialize(new
    {
        file, format, plan.Encoding, count = plan.Items.Count, faultCount = plan.Faults.Count, dryRun = isDryRun, imported = wasImported,
        added = plan.Count(ItemState.New), changed = plan.Count(ItemState.Changed), same = plan.Count(ItemState.Same), kept = plan.Count(ItemState.Kept), skipped = plan.Count(ItemState.Skipped),
        items = plan.Items.Select((p, i) => Item(p, i + 1, english)),
        faults = plan.Faults.Select(f => new { f.Line, f.Item, reason = english[f.What] }),
    }, Options);

    private static object Item(PlannedItem planned, int number, Localizer english)
    {
        var item = planned.Item;
        return new
        {
            number, item.Line, id = planned.Question.Draft.Slug, idNumber = item.Id, item.Name, item.Category, tags = item.Tags, item.Kind, type = item.Source, planned.Language,
            text = TextOf(item.Text), item.Text.Format, texts = item.Text.Both,
            plain = planned.Question.Draft.Body.Stem.In(planned.Language),
            options = OptionsOf(item), pairs = PairsOf(item), gaps = GapsOf(item), parts = item.Parts.Count == 0 ? null : item.Parts.Select(Part), areas = item.Areas.Count == 0 ? null : item.Areas.Select(a => new { a.Shape, a.At, a.Correct, label = TextOf(a.Label) }),
            feedback = TextOf(item.Feedback), marks = item.Mark, item.Shuffle, item.Scoring, picture = item.Picture?.Name, rubric = TextOf(item.Rubric), item.MaxLength, item.Clause, item.Difficulty, item.MustPass,
            state = planned.State.ToString().ToLowerInvariant(), lost = planned.Question.Lost.Select(l => english[l]),
        };
    }

    private static object Part(ExchangeItem part) => new
    {
        part.Id, part.Kind, text = TextOf(part.Text), options = OptionsOf(part), pairs = PairsOf(part), gaps = GapsOf(part), feedback = TextOf(part.Feedback),
    };

    /// <summary>Whatever is marked right or wrong, and the answers of a question's one gap: each with its weight in percent.</summary>
    private static IEnumerable<object>? OptionsOf(ExchangeItem item) => item.Kind switch
    {
        "single" or "multiple" or "true-false" => item.Options.Select(o => (object)new { text = TextOf(o.Text), texts = o.Text.Both, o.Text.Format, o.Weight, correct = o.Weight > 0, feedback = TextOf(o.Feedback) }),
        "ordering" => item.Options.Select((o, i) => (object)new { text = TextOf(o.Text), texts = o.Text.Both, position = i + 1 }),
        "fill-in" when item.Gaps.Count == 1 => item.Gaps[0].Answers.Select(Answer),
        "matching" => PairsOf(item),
        _ => null,
    };

    private static IEnumerable<object>? PairsOf(ExchangeItem item) => item.Kind != "matching" ? null
        : item.Pairs.Select(p => (object)new { left = TextOf(p.Left), right = TextOf(p.Right), leftTexts = p.Left?.Both, rightTexts = p.Right.Both });

    private static IEnumerable<object>? GapsOf(ExchangeItem item) => item.Gaps.Count == 0 ? null : item.Gaps.Select((g, i) => (object)new { number = i + 1, g.CaseMatters, answers = g.Answers.Select(Answer) });

    private static object Answer(ItemAnswer a) => new
    {
        text = a.Number is { } number ? ItemNumber.Write(number) : TextOf(a.Text), texts = a.Text?.Both, a.Number, a.Tolerance,
        min = a.Number - (a.Tolerance ?? 0), max = a.Number + (a.Tolerance ?? 0), a.Weight, correct = a.Weight > 0, feedback = TextOf(a.Feedback),
    };

    /// <summary>As in the file, a single gap at the end left out as GIFT leaves it out, gaps within shown as a line.</summary>
    private static string? TextOf(ItemText? text)
    {
        if (text is null || text.IsEmpty) return null;
        var read = text.Text.EndsWith(" [[1]]", StringComparison.Ordinal) ? text.Text[..^6] : text.Text;
        return GapMarks.Replace(read, _ => "_____");
    }
}
