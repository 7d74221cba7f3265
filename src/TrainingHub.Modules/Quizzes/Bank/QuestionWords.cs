using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>
/// The words of a question as search looks at them: every text of it in both languages, folded like a typed answer (width, case, spaces), one text a line,
/// so that a Chinese substring of any length and an English word in any case are found by the same comparison.
/// </summary>
internal static class QuestionWords
{
    private static readonly HashSet<string> Texts = ["zh-CN", "en", "zh", "text"];

    public static string Of(QuestionDraft draft)
    {
        var found = new List<string> { draft.Slug };
        Collect(JsonSerializer.SerializeToElement(draft.Body, Json.Plain), isText: false, found);
        return string.Join('\n', found.Select(t => Folding.Fold(t, caseMatters: false)).Where(t => t.Length > 0));
    }

    /// <summary>What somebody looks for: all of these must occur. A percent sign or an underscore stands for itself.</summary>
    public static IReadOnlyList<string> Patterns(string? typed) =>
    [
        .. (typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(10).Select(w => Folding.Fold(w, caseMatters: false)).Where(w => w.Length > 0)
            .Select(w => $"%{w.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%"),
    ];

    private static void Collect(JsonElement json, bool isText, List<string> found)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var each in json.EnumerateArray()) Collect(each, isText, found);
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var each in json.EnumerateObject()) Collect(each.Value, Texts.Contains(each.Name), found);
        }
        else if (isText && json.ValueKind == JsonValueKind.String)
        {
            found.Add(json.GetString()!);
        }
    }
}
