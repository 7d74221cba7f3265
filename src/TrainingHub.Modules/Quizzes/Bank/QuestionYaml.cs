using System.Globalization;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Writes one question back into questions.yaml and leaves every other line of the file as its authors wrote it.</summary>
internal static class QuestionYaml
{
    /// <summary>The file with this question's lines replaced; null where it isn't written one question below the other, so that lines can't be told apart.</summary>
    /// <param name="all">The questions as read from this very text.</param>
    public static string? Replace(string text, IReadOnlyList<QuestionDraft> all, QuestionDraft edited)
    {
        var lines = text.Split('\n').ToList();
        var first = all.Single(q => q.Slug == edited.Slug).Line - 1;
        var end = all.Select(q => q.Line - 1).Where(l => l > first).DefaultIfEmpty(lines.Count).Min();
        var indent = lines[first].Length - lines[first].TrimStart().Length;
        if (!lines[first].TrimStart().StartsWith("- ", StringComparison.Ordinal) || all.Count(q => q.Line - 1 == first) > 1) return null;
        // Blank lines and comments at the end belong to what follows.
        while (end > first + 1 && (lines[end - 1].Trim().Length == 0 || lines[end - 1].TrimStart().StartsWith('#'))) end--;
        lines.RemoveRange(first, end - first);
        lines.InsertRange(first, Write(edited).Select(l => new string(' ', indent) + l));
        return string.Join('\n', lines);
    }

    /// <summary>A question as lines of questions.yaml, from its hyphen on.</summary>
    public static List<string> Write(QuestionDraft question)
    {
        var lines = new List<string> { $"- id: {question.Slug}", $"  kind: {question.Kind}" };
        if (question.Clause is not null) lines.Add($"  clause: {question.Clause}");
        if (question.Tags.Count > 0) lines.Add($"  tags: [{string.Join(", ", question.Tags.Select(YamlLines.Quote))}]");
        if (question.Category is not null) lines.Add($"  category: {YamlLines.Quote(question.Category)}");
        lines.Add($"  difficulty: {question.Difficulty}");
        if (question.MustPass) lines.Add("  mustPass: true");
        if (question.MaxMark != 1000) lines.Add($"  marks: {(question.MaxMark / 1000m).ToString("0.###", CultureInfo.InvariantCulture)}");
        var body = question.Body;
        if (!body.Shuffle) lines.Add("  shuffle: false");
        AddText(lines, "stem", body.Stem);
        if (body.Media is not null) lines.Add($"  media: {YamlLines.Quote(body.Media)}");
        if (body.Alt is not null) AddText(lines, "alt", body.Alt);
        lines.AddRange(QuestionKinds.Find(question.Kind).Write(body.Content).Select(l => "  " + l));
        if (body.Feedback is not null) AddText(lines, "feedback", body.Feedback);
        return lines;
    }

    private static void AddText(List<string> lines, string key, LocalText text) => lines.AddRange(YamlLines.Local(key, text).Select(l => "  " + l));
}
