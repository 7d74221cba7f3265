using System.Globalization;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>What stands between the braces: which kind of question it makes, and its answers.</summary>
/// <param name="item">The question without them.</param>
/// <param name="gapped">Its text with the place of the answer marked.</param>
internal sealed class GiftAnswers(ExchangeItem item, ItemText gapped)
{
    private string Format => item.Text.Format;

    public Outcome<ExchangeItem> Read(string inner)
    {
        if (inner.Length == 0) return item with { Kind = "free-text", Source = "essay" };
        if (inner[0] == '#') return Numbers(inner[1..]);
        if (inner.Contains('~')) return Choice(inner);
        if (inner.Contains('=') && inner.Contains("->", StringComparison.Ordinal)) return Matching(inner);
        var word = GiftText.Trim(inner.IndexOf('#', StringComparison.Ordinal) is var hash and > 0 ? inner[..hash] : inner);
        return word is "T" or "TRUE" or "F" or "FALSE" ? TrueFalse(inner, word[0] == 'T') : Words(inner);
    }

    private ExchangeItem TrueFalse(string inner, bool isTrue)
    {
        // The first feedback is for the wrong answer, the second for the right one.
        var bits = inner.Split('#', 3);
        var (wrong, right) = (bits.Length > 1 ? Feedback(bits[1]) : null, bits.Length > 2 ? Feedback(bits[2]) : null);
        return item with
        {
            Kind = "true-false", Source = "truefalse",
            Options = [new ItemOption(new ItemText("true"), isTrue ? 100 : 0, isTrue ? right : wrong, "true"), new ItemOption(new ItemText("false"), isTrue ? 0 : 100, isTrue ? wrong : right, "false")],
        };
    }

    private Outcome<ExchangeItem> Choice(string inner)
    {
        var isSingle = inner.Contains('=');
        var options = new List<ItemOption>();
        foreach (var part in Split(inner.Replace("=", "~=", StringComparison.Ordinal), '~'))
        {
            var answer = part;
            var weight = 0m;
            if (answer.StartsWith('='))
            {
                weight = 100;
                answer = GiftText.Trim(answer[1..]);
            }
            if (Weigh(ref answer, ref weight) is { } problem) return problem;
            var (text, feedback) = Comment(answer);
            options.Add(new ItemOption(text, weight, feedback));
        }
        return item with { Kind = isSingle ? "single" : "multiple", Source = "multichoice", Options = options };
    }

    private Outcome<ExchangeItem> Matching(string inner)
    {
        var pairs = new List<ItemPair>();
        foreach (var part in Split(inner, '='))
        {
            var arrow = part.IndexOf("->", StringComparison.Ordinal);
            if (arrow < 0) return Problem.Because("In a matching question every answer reads = left -> right; \"{0}\" has no arrow.", ItemHead.Of(GiftText.Restore(part)));
            var left = GiftText.Read(part[..arrow], Format);
            pairs.Add(new ItemPair(left.IsEmpty ? null : left, new ItemText(GiftText.Trim(GiftText.Restore(part[(arrow + 2)..])))));
        }
        return item with { Kind = "matching", Source = "match", Pairs = pairs };
    }

    private Outcome<ExchangeItem> Words(string inner)
    {
        var answers = new List<ItemAnswer>();
        foreach (var part in Split(inner, '='))
        {
            var (answer, weight) = (part, 100m);
            if (Weigh(ref answer, ref weight) is { } problem) return problem;
            var (text, feedback) = Comment(answer);
            answers.Add(new ItemAnswer(text, null, null, weight, feedback) { HasWildcards = true });
        }
        return item with { Kind = "fill-in", Source = "shortanswer", Text = gapped, Gaps = [new ItemGap(answers)] };
    }

    private Outcome<ExchangeItem> Numbers(string inner)
    {
        ItemText? elsewhere = null;
        if (inner.IndexOf('~', StringComparison.Ordinal) is var tilde and >= 0)
        {
            elsewhere = Comment(GiftText.Trim(inner[tilde..]).TrimStart('~')).Feedback;
            inner = inner[..tilde];
        }
        var answers = new List<ItemAnswer>();
        foreach (var part in Split(inner, '='))
        {
            var (answer, weight) = (part, 100m);
            if (Weigh(ref answer, ref weight) is { } problem) return problem;
            var (text, feedback) = Comment(answer);
            if (text.Text.Length > 0 && text.Text.Trim('*').Length == 0)
            {
                answers.Add(new ItemAnswer(text, null, null, weight, feedback) { HasWildcards = true });
                continue;
            }
            if (ItemNumber.Read(text.Text) is not { } number) return Problem.Because("\"{0}\" is no number. Write 3.14, 3.14:0.01 or 3.13..3.15.", ItemHead.Of(text.Text));
            answers.Add(new ItemAnswer(null, number.Value, number.Tolerance, weight, feedback));
        }
        if (answers.Count == 0) return Problem.Because("Behind # a number is missing.");
        if (elsewhere is not null) answers.Add(new ItemAnswer(new ItemText("*"), null, null, 0, elsewhere) { HasWildcards = true });
        return item with { Kind = "fill-in", Source = "numerical", Text = gapped, Gaps = [new ItemGap(answers)] };
    }

    /// <summary>The parts, trimmed; what stands before the first mark counts only where there is something.</summary>
    private static IEnumerable<string> Split(string inner, char mark)
    {
        var parts = inner.Split(mark).Select(GiftText.Trim).ToList();
        return parts[0].Length == 0 ? parts.Skip(1) : parts;
    }

    private static Problem? Weigh(ref string answer, ref decimal weight)
    {
        if (GiftReader.Weight().Match(answer) is not { Success: true } match)
            return answer.StartsWith('%') && answer.IndexOf('%', 1) is var end and > 0 && end < 15 && answer[1..end].All(c => char.IsAsciiDigit(c) || c is '.' or ',' or '-' or '+' or ' ')
                ? Problem.Because("{0} is no weight. Write a number of percent from -100 to 100, as %33.33333%.", answer[..(end + 1)]) : null;
        weight = decimal.Parse(match.Groups[1].Value + match.Groups[2].Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        answer = GiftText.Trim(answer[match.Length..]);
        return Math.Abs(weight) > 100 ? Problem.Because("{0} is no weight. Write a number of percent from -100 to 100, as %33.33333%.", match.Value) : null;
    }

    private (ItemText Text, ItemText? Feedback) Comment(string answer)
    {
        var bits = answer.Split('#', 2);
        return (GiftText.Read(bits[0], Format), bits.Length > 1 ? Feedback(bits[1]) : null);
    }

    private ItemText? Feedback(string text) => GiftReader.Some(GiftText.Read(text, Format));
}
