using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Moodle's questions with gaps in the text: words to choose or to drag, and cloze. All become gaps to type into; the choices offered are named as lost.</summary>
internal static partial class MoodleGaps
{
    private static readonly Problem Choices = Problem.Because("That the words are offered for choice; they have to be typed here.");

    public static Outcome<ExchangeItem> Select(XElement q, ExchangeItem item, List<Problem> lost)
    {
        var words = q.Elements("selectoption").Concat(q.Elements("dragbox")).Select(e => MoodleXmlReader.Words(e)).ToList();
        var gaps = new List<ItemGap>();
        var wrong = 0;
        var text = Place().Replace(item.Text.Text, m =>
        {
            var number = int.Parse(m.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            if (number < 1 || number > words.Count)
            {
                wrong = number;
                return m.Value;
            }
            gaps.Add(new ItemGap([new ItemAnswer(new ItemText(words[number - 1]), null, null, 100)]));
            return $"[[{gaps.Count}]]";
        });
        if (wrong != 0) return Problem.Because("The text names the word [[{0}]], but there are {1}.", wrong, words.Count);
        lost.Add(Choices);
        return item with { Kind = "fill-in", Text = item.Text with { Text = text }, Gaps = gaps, Shuffle = null };
    }

    public static Outcome<ExchangeItem> Cloze(ExchangeItem item, List<Problem> lost)
    {
        var gaps = new List<ItemGap>();
        var text = new StringBuilder();
        var at = 0;
        while (Start().Match(item.Text.Text, at) is { Success: true } start)
        {
            var end = End(item.Text.Text, start.Index + start.Length);
            if (end < 0) return Problem.Because("A gap {{1:…}} is never closed.");
            text.Append(item.Text.Text, at, start.Index - at);
            var gap = Gap(start.Groups[2].Value.ToUpperInvariant(), Decoded(item.Text.Text[(start.Index + start.Length)..end], item.Text.Format));
            if (gap.Problem is not null) return gap.Problem;
            if (start.Groups[2].Value.StartsWith('M')) lost.Add(Choices);
            gaps.Add(gap.Value!);
            text.Append("[[").Append(gaps.Count).Append("]]");
            at = end + 1;
        }
        text.Append(item.Text.Text, at, item.Text.Text.Length - at);
        if (lost.Count(l => l == Choices) is > 1 and var count) for (var i = 1; i < count; i++) lost.Remove(Choices);
        return item with { Kind = "fill-in", Text = item.Text with { Text = text.ToString() }, Gaps = gaps };
    }

    /// <summary>Within HTML the answers are HTML too: &amp;#39; holds no mark of feedback.</summary>
    private static string Decoded(string body, string format) => format == TextFormats.Html ? WebUtility.HtmlDecode(Breaks().Replace(body, "\n")) : body;

    private static int End(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '}') return i;
        }
        return -1;
    }

    private static Outcome<ItemGap> Gap(string kind, string body)
    {
        var isNumber = kind is "NUMERICAL" or "NM";
        var answers = new List<ItemAnswer>();
        foreach (var part in Split(body))
        {
            var (answer, weight) = (part, 0m);
            if (answer.StartsWith('='))
            {
                weight = 100;
                answer = answer[1..];
            }
            else if (GiftReader.Weight().Match(answer) is { Success: true } match)
            {
                weight = decimal.Parse(match.Groups[1].Value + match.Groups[2].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
                answer = answer[match.Length..];
            }
            var hash = Hash().Match(answer);
            var feedback = hash.Success ? Unescape(answer[(hash.Index + 1)..]) : "";
            var word = Unescape(hash.Success ? answer[..hash.Index] : answer).Trim();
            if (weight == 0 && (kind[0] == 'M' || word == "*")) continue; // a wrong choice; nothing that is typed
            if (!isNumber) answers.Add(new ItemAnswer(new ItemText(word), null, null, weight, feedback.Length == 0 ? null : new ItemText(feedback.Trim())));
            else if (ItemNumber.Read(word) is { } number) answers.Add(new ItemAnswer(null, number.Value, number.Tolerance, weight, feedback.Length == 0 ? null : new ItemText(feedback.Trim())));
            else return Problem.Because("\"{0}\" is no number. Write 3.14, 3.14:0.01 or 3.13..3.15.", ItemHead.Of(word));
        }
        return new ItemGap(answers, kind is "SHORTANSWER_C" or "SAC" or "MWC");
    }

    private static IEnumerable<string> Split(string body)
    {
        var part = new StringBuilder();
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '\\' && i + 1 < body.Length) part.Append(body[i]).Append(body[++i]);
            else if (body[i] == '~')
            {
                if (part.Length > 0) yield return part.ToString();
                part.Clear();
            }
            else part.Append(body[i]);
        }
        if (part.Length > 0) yield return part.ToString();
    }

    private static string Unescape(string text) => Escaped().Replace(text, "$1");

    [GeneratedRegex(@"\{(\d*):(SHORTANSWER_C|SHORTANSWER|SAC|SA|MWC|MW|NUMERICAL|NM|MULTICHOICE[_A-Z]*|MULTIRESPONSE[_A-Z]*|MC[A-Z]*|MR[A-Z]*):", RegexOptions.IgnoreCase)]
    private static partial Regex Start();

    [GeneratedRegex("<br ?/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"\[\[(\d{1,4})\]\]")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?<!\\)#")]
    private static partial Regex Hash();

    [GeneratedRegex(@"\\([}{#~/""\\])")]
    private static partial Regex Escaped();
}
