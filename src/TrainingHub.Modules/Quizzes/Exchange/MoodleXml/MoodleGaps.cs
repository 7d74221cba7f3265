using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Moodle's questions with words to choose or to drag into the text. They become gaps to type into; the choices offered are named as lost.</summary>
internal static partial class MoodleGaps
{
    public static readonly Problem Choices = Problem.Because("That the words are offered for choice; they have to be typed here.");

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

    [GeneratedRegex(@"\[\[(\d{1,4})\]\]")]
    private static partial Regex Place();
}
