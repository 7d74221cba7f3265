using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>
/// Moodle's cloze: a text with gaps like {2:SHORTANSWER:=water~%50%wet#nearly}. All become gaps to type into. A type that offers choices is taken so too, and that is
/// named as lost; one in which several are to be chosen has no place in a gap, and is refused by its name, as is one that Moodle does not know.
/// </summary>
internal sealed partial class MoodleCloze(ExchangeItem item, List<Problem> lost)
{
    private static readonly string[] Words = ["SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"];
    private static readonly string[] Numbers = ["NUMERICAL", "NM"];
    private static readonly string[] Choices = ["MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"];
    private static readonly string[] Several = ["MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS"];

    private readonly List<ItemGap> gaps = [];
    private readonly List<decimal> weights = [];

    public static Outcome<ExchangeItem> Read(ExchangeItem item, List<Problem> lost) => new MoodleCloze(item, lost).Read();

    private Outcome<ExchangeItem> Read()
    {
        var (from, text, at) = (item.Text.Text, new StringBuilder(), 0);
        while (Start().Match(from, at) is { Success: true } start)
        {
            var end = End(from, start.Index + start.Length);
            if (end < 0) return Problem.Because("A gap {{1:…}} is never closed.");
            text.Append(from, at, start.Index - at);
            if (Add(start.Groups[1].Value, start.Groups[2].Value.ToUpperInvariant(), Decoded(from[(start.Index + start.Length)..end])) is { } problem) return problem;
            text.Append("[[").Append(gaps.Count).Append("]]");
            at = end + 1;
        }
        text.Append(from, at, from.Length - at);
        if (weights.Distinct().Count() > 1) lost.Add(Problem.Because("That the gaps count differently ({0}): here each counts the same.", string.Join(" : ", weights.Select(ItemNumber.Write))));
        if (weights.Count > 0 && weights.Sum() == 0 && !lost.Contains(MoodleXmlReader.Worthless)) lost.Add(MoodleXmlReader.Worthless);
        // Moodle writes no marks of a cloze: they are those of its gaps together.
        var marks = item.Mark ?? (lost.Contains(MoodleXmlReader.Worthless) || gaps.Count == 0 ? null : weights.Sum());
        return item with { Kind = "fill-in", Text = item.Text with { Text = text.ToString() }, Gaps = gaps, Mark = marks };
    }

    private Problem? Add(string weight, string type, string body)
    {
        if (Several.Contains(type)) return Problem.Because("The gap {0} has the type {1}, in which several are to be chosen; that has no place in a gap. Make it a question of its own.", gaps.Count + 1, type);
        if (!Words.Contains(type) && !Numbers.Contains(type) && !Choices.Contains(type)) return Problem.Because("The gap {0} has a type that is not known here: {1}.", gaps.Count + 1, ItemHead.Of(type));
        if (Choices.Contains(type) && !lost.Contains(MoodleGaps.Choices)) lost.Add(MoodleGaps.Choices);
        var answers = new List<ItemAnswer>();
        foreach (var part in Split(body))
        {
            var (answer, problem) = Answer(part, type);
            if (problem is not null) return problem;
            // A wrong choice is nothing that anybody types, unless it has something to say.
            if (answer!.Weight != 0 || answer.Feedback is not null || !Choices.Contains(type)) answers.Add(answer);
        }
        gaps.Add(new ItemGap(answers, type is "SHORTANSWER_C" or "SAC" or "MWC"));
        weights.Add(weight.Length == 0 ? 1 : decimal.Parse(weight, NumberStyles.None, CultureInfo.InvariantCulture));
        return null;
    }

    private static Outcome<ItemAnswer> Answer(string part, string type)
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
            if (Math.Abs(weight) > 100) return Problem.Because("{0} is no weight. Write a number of percent from -100 to 100, as %33.33333%.", match.Value);
            answer = answer[match.Length..];
        }
        var hash = Hash().Match(answer);
        var feedback = hash.Success ? Unescape(answer[(hash.Index + 1)..]).Trim() : "";
        var word = Unescape(hash.Success ? answer[..hash.Index] : answer).Trim();
        var said = feedback.Length == 0 ? null : new ItemText(feedback);
        if (!Numbers.Contains(type) || (word.Length > 0 && word.Trim('*').Length == 0)) return new ItemAnswer(new ItemText(word), null, null, weight, said) { HasWildcards = !Choices.Contains(type) };
        return ItemNumber.Read(word) is { } number ? new ItemAnswer(null, number.Value, number.Tolerance, weight, said) : Problem.Because("\"{0}\" is no number. Write 3.14, 3.14:0.01 or 3.13..3.15.", ItemHead.Of(word));
    }

    /// <summary>Within HTML the answers are HTML too: &amp;#39; holds no mark of feedback.</summary>
    private string Decoded(string body) => item.Text.Format == TextFormats.Html ? WebUtility.HtmlDecode(Breaks().Replace(body, "\n")) : body;

    private static int End(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '}') return i;
        }
        return -1;
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

    [GeneratedRegex(@"\{\s*([0-9]{0,20})\s*:\s*([A-Za-z][A-Za-z_]*)\s*:")]
    private static partial Regex Start();

    [GeneratedRegex("<br ?/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"(?<!\\)#")]
    private static partial Regex Hash();

    [GeneratedRegex(@"\\([}{#~/""\\])")]
    private static partial Regex Escaped();
}
