namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Enough of a text to know which is meant.</summary>
internal static class ItemHead
{
    private const int Most = 60;

    public static string Of(string text)
    {
        var line = string.Join(' ', GapMarks.Replace(text.EndsWith(" [[1]]", StringComparison.Ordinal) ? text[..^6] : text, _ => "_____").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Most ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[Most - 2]) ? Most - 2 : Most - 1), "…");
    }

    public static string Of(ExchangeItem item) => Of(item.Name is { Length: > 0 } name ? name : item.Text.Both?.En is { Length: > 0 } english ? english : item.Text.Text);
}
