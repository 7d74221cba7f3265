using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <param name="Name">As the reader reads it: "Options a · Text · Chinese".</param>
/// <param name="Before">Null where the field was not there.</param>
/// <param name="After">Null where it is gone.</param>
internal sealed record ChangedField(string Name, string? Before, string? After);

/// <summary>What differs between two versions of a question, field by field. It walks through whatever a kind keeps, so that no difference stays unseen.</summary>
internal static class QuestionDifference
{
    /// <param name="before">Null: everything is new.</param>
    public static IReadOnlyList<ChangedField> Of(QuestionDraft? before, QuestionDraft after, Localizer t)
    {
        var old = before is null ? [] : Fields(before, t);
        var now = Fields(after, t);
        var was = old.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        var names = now.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. now.Where(f => was.GetValueOrDefault(f.Name) != f.Value).Select(f => new ChangedField(f.Name, was.GetValueOrDefault(f.Name), f.Value)),
            .. old.Where(f => !names.Contains(f.Name)).Select(f => new ChangedField(f.Name, f.Value, null)),
        ];
    }

    private static List<(string Name, string Value)> Fields(QuestionDraft q, Localizer t)
    {
        var fields = new List<(string, string)> { (t["Type"], t[QuestionKinds.Find(q.Kind).Label]) };
        void Text(string name, LocalText? text)
        {
            if (text?.Zh.Length > 0) fields.Add(($"{name} · {t["Chinese"]}", text.Zh));
            if (text?.En.Length > 0) fields.Add(($"{name} · {t["English"]}", text.En));
        }
        Text(t["Question"], q.Body.Stem);
        if (q.Body.Media is not null) fields.Add((t["Picture"], $"{q.Body.Media} ({q.Body.Picture?[..8]})"));
        Text(t["Text for those who can't see the picture"], q.Body.Alt);
        Walk([], q.Body.Content, fields, t);
        Text(t["Feedback"], q.Body.Feedback);
        if (q.Category is not null) fields.Add((t["Category"], q.Category));
        if (q.Clause is not null) fields.Add((t["Clause"], q.Clause));
        if (q.Tags.Count > 0) fields.Add((t["Tags"], TagList.Write(q.Tags.Order(StringComparer.Ordinal))));
        fields.Add((t["Difficulty"], BankWords.Difficulty(q.Difficulty, t)));
        fields.Add((t["Full marks"], QuizGrade.Marks(q.MaxMark)));
        fields.Add((t["Must be right"], q.MustPass ? t["Yes"] : t["No"]));
        fields.Add((t["Options may change places"], q.Body.Shuffle ? t["Yes"] : t["No"]));
        return fields;
    }

    private static void Walk(IReadOnlyList<string> path, JsonElement json, List<(string, string)> fields, Localizer t)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            // The id stands in the path already.
            foreach (var each in json.EnumerateObject().Where(p => p.Name != "id"))
            {
                var name = Word(each.Name, t);
                if (Said(each, t) is { } said) fields.Add((Join([.. path, name]), said));
                else Walk(name.Length == 0 ? path : [.. path, name], each.Value, fields, t);
            }
        }
        else if (json.ValueKind == JsonValueKind.Array && json.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.Object))
        {
            var items = json.EnumerateArray().Select((e, i) => (Id: e.TryGetProperty("id", out var id) ? id.ToString() : (i + 1).ToString(CultureInfo.InvariantCulture), Item: e)).ToList();
            // The order says something too, where it is the key.
            fields.Add((Join([.. path, t["Order"]]), string.Join(", ", items.Select(i => i.Id))));
            foreach (var (id, item) in items) Walk([.. path.SkipLast(1), $"{(path.Count == 0 ? "" : path[^1])} {id}"], item, fields, t);
        }
        else if (json.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) && path.Count > 0)
        {
            var value = json.ValueKind switch
            {
                JsonValueKind.Array => string.Join(", ", json.EnumerateArray().Select(e => e.ToString())),
                JsonValueKind.True => t["Yes"],
                JsonValueKind.False => t["No"],
                _ => json.ToString(),
            };
            if (value.Length > 0) fields.Add((Join(path), value));
        }
    }

    /// <summary>What stands there as a word of the file format, in words; null for all that authors write.</summary>
    private static string? Said(JsonProperty property, Localizer t) => (property.Name, property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null) switch
    {
        ("scoring", Scoring.AllOrNothing) => t["All or nothing"],
        ("scoring", Scoring.PartMarks) => t["Part marks"],
        ("shape", "rect") => t["Rectangle"],
        ("shape", "circle") => t["Circle"],
        ("shape", "polygon") => t["Polygon"],
        ("kind", { } kind) => t[QuestionKinds.Find(kind).Label],
        _ => null,
    };

    private static string Join(IReadOnlyList<string> path) => string.Join(" · ", path);

    /// <summary>What a kind's property is called; empty for what only holds others together.</summary>
    private static string Word(string property, Localizer t) => property switch
    {
        "content" => "",
        "scoring" => t["Marking"],
        "zh-CN" or "zh" => t["Chinese"],
        "en" => t["English"],
        "options" => t["Option"],
        "text" or "label" => t["Text"],
        "correct" => t["Right"],
        "feedback" => t["Feedback"],
        "weight" => t["Weight"],
        "pairs" => t["Pair"],
        "left" => t["Left side"],
        "right" => t["Right side"],
        "distractors" => t["Right side without a partner"],
        "items" => t["Step"],
        "blanks" => t["Gap"],
        "accept" => t["Accepted"],
        "number" => t["Number"],
        "tolerance" => t["Tolerance"],
        "caseMatters" => t["Upper and lower case matter"],
        "others" => t["Other answer"],
        "parts" => t["Part"],
        "kind" => t["Type"],
        "stem" => t["Question"],
        "areas" => t["Area"],
        "rubric" => t["Rubric"],
        "criteria" => t["Criterion"],
        "points" => t["Points"],
        "maxLength" => t["Longest answer"],
        "shape" => t["Shape"],
        "at" => t["Position in the picture"],
        "width" => t["Width"],
        "height" => t["Height"],
        _ => property,
    };
}
