using System.Globalization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>Writes the settings back into module.yaml and leaves every other line of the file as its authors wrote it.</summary>
internal static class QuizYaml
{
    /// <summary>The file with its `quiz:` block replaced; null where that doesn't stand at the beginning of a line.</summary>
    public static string? Replace(string text, QuizSettings settings)
    {
        var lines = text.Split('\n').ToList();
        var first = lines.FindIndex(l => l.StartsWith("quiz:", StringComparison.Ordinal));
        if (first < 0) return null;
        var end = lines.FindIndex(first + 1, l => l.Length > 0 && l[0] is not (' ' or '#' or '\r'));
        if (end < 0) end = lines.Count;
        // Blank lines and comments at the end belong to what follows.
        while (end > first + 1 && (lines[end - 1].Trim().Length == 0 || lines[end - 1][0] == '#')) end--;
        lines.RemoveRange(first, end - first);
        lines.InsertRange(first, Write(settings));
        return string.Join('\n', lines);
    }

    private static List<string> Write(QuizSettings s)
    {
        var lines = new List<string>
        {
            "quiz:", $"  questions: {s.Questions}", $"  passMark: {s.PassMark}", $"  timeLimit: {s.TimeLimit}", $"  attempts: {s.Attempts}", $"  wait: {s.Wait}",
            $"  grade: {s.Grade}", $"  behaviour: {s.Behaviour}", $"  shuffle: {Flag(s.Shuffle)}",
        };
        if (s.ShuffleOptions is { } options && options != s.Shuffle) lines.Add($"  shuffleOptions: {Flag(options)}");
        if (s.Opens is { } opens) lines.Add($"  opens: {Time(opens)}");
        if (s.Closes is { } closes) lines.Add($"  closes: {Time(closes)}");
        if (s.WhenTimeIsUp != "submit") lines.Add($"  whenTimeIsUp: {s.WhenTimeIsUp}");
        if (s.Grace != 0) lines.Add($"  grace: {s.Grace}");
        if (s.LateStart != "cut") lines.Add($"  lateStart: {s.LateStart}");
        if (s.IsSequential) lines.Add($"  navigation: {s.Navigation}");
        if (s.Layout != "one") lines.Add($"  layout: {s.Layout}");
        if (s.Penalty != 33) lines.Add($"  penalty: {s.Penalty}");
        if (s.Offline) lines.Add("  offline: true");
        if (s.AccessCode) lines.Add("  accessCode: true");
        if (s.Networks.Count > 0) lines.Add($"  networks: [{string.Join(", ", s.Networks.Select(Quote))}]");
        if (s.Invigilated) lines.Add("  invigilated: true");
        if (s.Bank) lines.Add("  bank: true");
        if (s.Review is { } review)
        {
            lines.Add("  review:");
            lines.AddRange(ReviewMatrix.Phases.Select(p => $"    {p.Name}: [{string.Join(", ", ReviewMatrix.NamesOf(review.In(p.Phase)))}]"));
        }
        if (s.Draw.Any(d => d.Tags.Count > 0 || d.Category is not null))
        {
            lines.Add("  draw:");
            lines.AddRange(s.Draw.Select(d => $"    - {{ {Line(d)} }}"));
        }
        return lines;
    }

    private static string Line(DrawLine line)
    {
        var parts = new List<string>();
        if (line.Category is { } category) parts.Add($"category: {Quote(category)}");
        if (line is { Category: not null, Subcategories: false }) parts.Add("subcategories: false");
        if (line.Tags.Count > 0) parts.Add($"tags: [{string.Join(", ", line.Tags.Select(Quote))}]");
        return string.Join(", ", parts.Append($"count: {line.Count}"));
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Time(DateTime time) => time.ToString(QuizDraft.TimeForm, CultureInfo.InvariantCulture);

    /// <summary>Words stay bare; whatever YAML might read otherwise goes into quotes (JSON's are YAML's).</summary>
    private static string Quote(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && char.IsAsciiLetter(text[0]) && text is not ("true" or "false" or "null" or "yes" or "no") ? text : System.Text.Json.JsonSerializer.Serialize(text, Json.Plain);
}
