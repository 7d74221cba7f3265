using System.Text;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Writes GIFT that Moodle reads, and that our own reader reads as the same items.</summary>
internal static class GiftWriter
{
    public static string Write(IEnumerable<ExchangeItem> items, List<ItemLoss> losses)
    {
        var text = new StringBuilder();
        string? category = null;
        foreach (var item in items)
        {
            var lost = Lost(item).ToList();
            if (Answers(item) is not { } answers)
            {
                losses.Add(new ItemLoss(ItemHead.Of(item), true, [Losses.Kind(item.Kind)]));
                continue;
            }
            if (lost.Count > 0) losses.Add(new ItemLoss(ItemHead.Of(item), false, lost));
            if (item.Category != category) text.Append("$CATEGORY: ").Append(item.Category is null ? "top" : GiftText.Escape(item.Category)).Append("\n\n");
            category = item.Category;
            if (item.Id is not null || item.Tags.Count > 0)
                text.Append("//").Append(item.Id is null ? "" : $" [id:{Bracketed(item.Id)}]").Append(string.Concat(item.Tags.Select(t => $" [tag:{Bracketed(t)}]"))).Append('\n');
            text.Append("::").Append(GiftText.Escape(item.Name ?? item.Id ?? ItemHead.Of(item))).Append("::").Append(Question(item, answers)).Append("\n\n");
        }
        return text.ToString();
    }

    private static string Bracketed(string text) => text.Replace("]", "\\]", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string Question(ExchangeItem item, string answers)
    {
        var format = item.Kind == ExchangeItem.Description || item.Text.Format != TextFormats.Plain ? $"[{item.Text.Format}]" : "[plain]";
        var general = item.Feedback is null ? "" : $"\n\t####{Text(item.Feedback, item)}";
        if (item.Kind == ExchangeItem.Description) return format + GiftText.Escape(item.Text.Text);
        var block = $"{{{answers}{general}{(answers.Contains('\n') || general.Length > 0 ? "\n" : "")}}}";
        if (item.Kind != "fill-in") return $"{format}{GiftText.Escape(item.Text.Text)} {block}";
        var at = item.Text.Text.IndexOf("[[1]]", StringComparison.Ordinal);
        var (before, after) = (GiftText.Escape(item.Text.Text[..at]), GiftText.Escape(item.Text.Text[(at + 5)..]));
        return $"{format}{(after.Length == 0 ? before.TrimEnd() + " " : before)}{block}{after}";
    }

    /// <summary>Null where GIFT has nothing for it.</summary>
    private static string? Answers(ExchangeItem item)
    {
        string Feedback(ItemText? feedback) => feedback is null ? "" : "#" + Text(feedback, item);
        switch (item.Kind)
        {
            case "free-text":
                return "";
            case ExchangeItem.Description:
                return "";
            case "true-false":
                var isTrue = item.Options.First(o => o.Id == "true").Weight == 100;
                var (wrong, right) = (item.Options.First(o => o.Weight != 100).Feedback, item.Options.First(o => o.Weight == 100).Feedback);
                return (isTrue ? "TRUE" : "FALSE") + (wrong is null && right is null ? "" : "#" + (wrong is null ? "" : Text(wrong, item))) + Feedback(right);
            case "single" or "multiple":
                return string.Concat(item.Options.Select(o => $"\n\t{Mark(item, o)}{Text(o.Text, item)}{Feedback(o.Feedback)}"));
            case "matching":
                return string.Concat(item.Pairs.Select(p => $"\n\t={(p.Left is null ? "" : Text(p.Left, item))} -> {GiftText.Escape(p.Right.Text)}"));
            case "fill-in" when item.Gaps is [{ Answers: var answers }] && (answers.All(a => a.Number is null) || answers.All(a => a.Number is not null)):
                var isNumber = answers.All(a => a.Number is not null);
                return (isNumber ? "#" : "") + string.Concat(answers.Select(a => $"\n\t=%{ItemNumber.Write(a.Weight)}%{(a.Number is { } number ? $"{ItemNumber.Write(number)}:{ItemNumber.Write(a.Tolerance ?? 0)}" : Wildcards.Escape(Text(a.Text!, item)))}{Feedback(a.Feedback)}"));
            default:
                return null;
        }
    }

    private static string Mark(ExchangeItem item, ItemOption option) =>
        option.Weight == 100 && item.Kind == "single" ? "=" : option.Weight == 0 ? "~" : $"~%{ItemNumber.Write(option.Weight)}%";

    /// <summary>A text in the question's own format names none, unless it begins like one.</summary>
    private static string Text(ItemText text, ExchangeItem item)
    {
        var isOther = text.Format != item.Text.Format;
        return (isOther || text.Text.StartsWith('[') ? $"[{text.Format}]" : text.Text.StartsWith('%') ? $"[{text.Format}]" : "") + GiftText.Escape(item.Kind is "matching" or "fill-in" ? text.Text.Replace("->", "- >", StringComparison.Ordinal) : text.Text);
    }

    /// <summary>Texts in which GIFT would take an arrow for its own, which can't be escaped.</summary>
    private static IEnumerable<string> Arrows(ExchangeItem item) => item.Pairs.Select(p => p.Left?.Text ?? "").Concat(item.Gaps.SelectMany(g => g.Answers).SelectMany(a => new[] { a.Text?.Text ?? "", a.Feedback?.Text ?? "" }));

    private static IEnumerable<Problem> Lost(ExchangeItem item)
    {
        foreach (var problem in Losses.OfOurs(item)) yield return problem;
        if (item.Mark is { } mark and not 1) yield return Problem.Because("The marks ({0}).", ItemNumber.Write(mark));
        if (item.Shuffle == false) yield return Problem.Because("That the options keep their places.");
        if (item.Rubric is not null) yield return Problem.Because("The rubric.");
        if (item.Gaps.Any(g => g.CaseMatters)) yield return Problem.Because("That capital letters matter.");
        if (Arrows(item).Any(t => t.Contains("->", StringComparison.Ordinal))) yield return Problem.Because("The arrow -> in a text, which would part a pair; a space is put into it.");
    }
}
