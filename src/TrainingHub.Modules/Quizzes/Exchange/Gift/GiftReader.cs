using System.Text.RegularExpressions;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Reads Moodle's GIFT as Moodle's own importer does; where that would guess or drop something, it is a fault with its line.</summary>
internal static partial class GiftReader
{
    private const string GapMark = "_____";

    public static ItemFile Read(string file)
    {
        var (items, faults) = (new List<ExchangeItem>(), new List<ItemFault>());
        string? category = null;
        var isTorn = false;
        foreach (var found in GiftBlocks.In(file))
        {
            var block = found;
            if (block.Text.StartsWith("$CATEGORY:", StringComparison.Ordinal))
            {
                var end = block.Text.IndexOf('\n', StringComparison.Ordinal);
                category = ItemCategory.Normal(GiftText.Restore(GiftText.Protect(block.Text[10..(end < 0 ? block.Text.Length : end)])));
                if (end < 0) continue;
                block = block with { Line = block.Line + 1, Text = GiftText.Trim(block.Text[end..]) };
                if (block.Text.Length == 0) continue;
            }
            var text = GiftText.Protect(block.Text);
            var (open, close) = (text.IndexOf('{', StringComparison.Ordinal), text.IndexOf('}', StringComparison.Ordinal));
            // The rest of a question that a blank line cut in two: its beginning was reported.
            if (isTorn && close >= 0 && (open < 0 || close < open))
            {
                isTorn = false;
                continue;
            }
            isTorn = open >= 0 && close < 0;
            var read = ReadOne(block, text, open, close);
            if (read.Problem is { } problem) faults.Add(new ItemFault(block.Line, Head(text), problem));
            else if (items.Count == ExchangeLimits.Items) return new ItemFile(items, [.. faults, new ItemFault(block.Line, null, Problem.Because("The file has more than {0} questions. Divide it.", ExchangeLimits.Items))]);
            else items.Add(read.Value! with { Category = category, Id = block.Id, Tags = block.Tags });
        }
        if (items.Count == 0 && faults.Count == 0) faults.Add(new ItemFault(0, null, Problem.Because("There is no question in this file.")));
        return new ItemFile(items, faults);
    }

    private static string Head(string text)
    {
        var name = text.StartsWith("::", StringComparison.Ordinal) && text.IndexOf("::", 2, StringComparison.Ordinal) is var end and > 2 ? text[2..end] : text;
        return ItemHead.Of(GiftText.Restore(name));
    }

    private static Outcome<ExchangeItem> ReadOne(GiftBlock block, string text, int open, int close)
    {
        string? name = null;
        if (text.StartsWith("::", StringComparison.Ordinal))
        {
            var end = text.IndexOf("::", 2, StringComparison.Ordinal);
            if (end < 0) return Problem.Because("The title begins with two colons and never ends. Put two colons behind it.");
            name = GiftText.Trim(GiftText.Restore(text[2..end]));
            text = GiftText.Trim(text[(end + 2)..]);
            (open, close) = (text.IndexOf('{', StringComparison.Ordinal), text.IndexOf('}', StringComparison.Ordinal));
        }
        if (open < 0 && close < 0)
            return new ExchangeItem(block.Line, ExchangeItem.Description, GiftText.Read(text, TextFormats.Moodle)) { Name = name, Source = "description", Lost = [Problem.Because("A text that asks nothing. The bank keeps questions only; put it into a lesson.")] };
        if (close < 0) return Problem.Because("The brace {{ is never closed. Close it with }}, and leave no blank line between the two; a blank line ends the question.");
        if (open < 0 || close < open) return Problem.Because("There is a }} without a {{ before it. A brace that is part of the text is written \\}}.");
        if (text.IndexOf('{', open + 1) is var second and >= 0 && second < close) return Problem.Because("A second {{ stands within the braces. A brace that is part of the text is written \\{{.");
        if (text.AsSpan(close + 1).IndexOfAny('{', '}') >= 0) return Problem.Because("One question has one pair of braces; this has more. Put a blank line between two questions, or write \\{{ and \\}} for braces in the text.");

        var inner = GiftText.Trim(text[(open + 1)..close]);
        var isMissingWord = close < text.Length - 1;
        string? general = null;
        if (inner.LastIndexOf("####", StringComparison.Ordinal) is var mark and >= 0) (general, inner) = (inner[(mark + 4)..], GiftText.Trim(inner[..mark]));
        var stem = GiftText.Read(text[..open] + (isMissingWord ? GapMark : "") + text[(close + 1)..], TextFormats.Moodle);
        if (stem.IsEmpty) return Problem.Because("The question has no text before its braces.");
        var item = new ExchangeItem(block.Line, "", stem) { Name = name, Feedback = general is null ? null : Some(GiftText.Read(general, stem.Format)) };
        var gapped = isMissingWord ? GiftText.Read(text[..open] + "[[1]]" + text[(close + 1)..], TextFormats.Moodle) : stem with { Text = stem.Text + " [[1]]" };
        var answers = new GiftAnswers(item, gapped);
        var result = answers.Read(inner);
        return result.Problem ?? (result.Value is { } read && ItemRules.Check(read) is { } wrong ? wrong : result);
    }

    public static ItemText? Some(ItemText text) => text.IsEmpty ? null : text;

    [GeneratedRegex(@"^%(-?)-*([0-9]{1,3}(?:\.[0-9]*)?)%")]
    public static partial Regex Weight();
}
