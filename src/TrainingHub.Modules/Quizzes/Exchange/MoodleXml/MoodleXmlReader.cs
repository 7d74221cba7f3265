using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Reads Moodle's XML one question at a time. No document type is taken, so nothing is fetched and no entity grows.</summary>
internal static partial class MoodleXmlReader
{
    public static ItemFile Read(byte[] bytes)
    {
        var (items, faults) = (new List<ExchangeItem>(), new List<ItemFault>());
        string? category = null;
        using var reader = SafeXml.Open(bytes);
        try
        {
            SafeXml.CheckDepth(bytes);
            reader.MoveToContent();
            if (reader.LocalName != "quiz") return ItemFile.Of(Problem.Because("This is no Moodle XML: its first element is <{0}>, not <quiz>.", reader.LocalName));
            reader.Read();
            while (!reader.EOF)
            {
                if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "question")
                {
                    reader.Read();
                    continue;
                }
                var line = ((IXmlLineInfo)reader).LineNumber;
                var question = (XElement)XNode.ReadFrom(reader);
                var type = (string?)question.Attribute("type") ?? "";
                if (type == "category")
                {
                    category = ItemCategory.Normal(Words(question.Element("category")));
                    continue;
                }
                if (items.Count == ExchangeLimits.Items) return new ItemFile(items, [.. faults, new ItemFault(line, null, Problem.Because("The file has more than {0} questions. Divide it.", ExchangeLimits.Items))]);
                var read = ReadOne(question, type, line);
                var problem = read.Problem ?? ItemRules.Check(read.Value!);
                if (problem is not null) faults.Add(new ItemFault(line, ItemHead.Of(Words(question.Element("name"))) is { Length: > 0 } name ? name : null, problem));
                else items.Add(read.Value! with { Category = category });
            }
        }
        catch (XmlException e)
        {
            // What was whole before it is kept.
            faults.Add(new ItemFault(e.LineNumber, null, SafeXml.Explain(e)));
        }
        if (items.Count == 0 && faults.Count == 0) faults.Add(new ItemFault(0, null, Problem.Because("There is no question in this file.")));
        return new ItemFile(items, faults);
    }

    private static Outcome<ExchangeItem> ReadOne(XElement q, string type, int line)
    {
        var lost = new List<Problem>();
        var stem = Text(q.Element("questiontext")) ?? ItemText.Empty;
        var picture = MoodlePictures.Take(q, ref stem, lost);
        var item = new ExchangeItem(line, "", stem)
        {
            Source = type, Name = Some(Words(q.Element("name"))), Id = Some((string?)q.Element("idnumber") ?? ""), Feedback = Text(q.Element("generalfeedback")), Picture = picture,
            Tags = [.. q.Elements("tags").Elements("tag").Select(t => Words(t)).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)],
            Mark = Number((string?)q.Element("defaultgrade")),
            Shuffle = (string?)q.Element("shuffleanswers") is { } shuffle ? IsTrue(shuffle) : null,
        };
        foreach (var (element, what) in Unkept)
            if (q.Elements(element).Any(e => Words(e).Length > 0)) lost.Add(Problem.Because(what));
        if (Number((string?)q.Element("penalty")) is { } penalty && penalty is not 0 and not 1 && Math.Abs(penalty - 0.3333333m) > 0.005m) lost.Add(Problem.Because("The penalty for repeated tries ({0}).", ItemNumber.Write(penalty)));
        if (IsTrue((string?)q.Element("hidden") ?? "")) lost.Add(Problem.Because("That it is hidden in Moodle."));
        if ((string?)q.Element("answernumbering") is { Length: > 0 } numbering && numbering is not "abc") lost.Add(Problem.Because("How the options are numbered ({0}).", numbering));
        if ((string?)q.Element("defaultgrade") is { } grade && grade.Trim().Length > 0 && item.Mark is null) return Problem.Because("\"{0}\" is no number of marks.", ItemHead.Of(grade));
        if (item.Mark == 0)
        {
            lost.Add(Worthless);
            item = item with { Mark = null };
        }
        if (item.Shuffle == false && type is "matching" or "match" or "ddmatch") lost.Add(Problem.Because("That the options keep their places."));
        item = item with { Lost = lost };
        switch (type)
        {
            case "multichoice" or "multichoiceset":
                return item with { Kind = IsTrue((string?)q.Element("single") ?? "true") && type == "multichoice" ? "single" : "multiple", Options = [.. q.Elements("answer").Select(a => new ItemOption(Answer(a, item), Fraction(a), Text(a.Element("feedback"))))], Scoring = type == "multichoiceset" ? "all-or-nothing" : null };
            case "truefalse":
                return TrueFalse(q, item);
            case "shortanswer":
                return Gapped(item, new ItemGap([.. q.Elements("answer").Select(a => new ItemAnswer(Answer(a, item) with { Format = TextFormats.Plain }, null, null, Fraction(a), Text(a.Element("feedback"))) { HasWildcards = true })], IsTrue((string?)q.Element("usecase") ?? "")));
            case "numerical":
                return Numerical(q, item, lost);
            case "matching" or "match" or "ddmatch":
                return item with { Kind = "matching", Pairs = [.. q.Elements("subquestion").Select(s => new ItemPair(Text(s), new ItemText(Words(s.Element("answer")).Trim())))] };
            case "ordering":
                return item with { Kind = "ordering", Options = [.. q.Elements("answer").OrderBy(a => Fraction(a)).Select(a => new ItemOption(Answer(a, item), 0))] };
            case "essay":
                var isPhoto = (string?)q.Element("responseformat") == "noinline";
                if (!isPhoto && Number((string?)q.Element("attachments")) is > 0 or -1) lost.Add(Problem.Because("That files may be attached."));
                if (Text(q.Element("responsetemplate")) is not null) lost.Add(Problem.Because("The text the answer begins with."));
                return item with { Kind = isPhoto ? "photo" : "free-text", Rubric = Text(q.Element("graderinfo")) };
            case "description":
                lost.Add(Problem.Because("A text that asks nothing. The bank keeps questions only; put it into a lesson."));
                return item with { Kind = ExchangeItem.Description };
            case "gapselect" or "ddwtos":
                return MoodleGaps.Select(q, item, lost);
            case "cloze" or "multianswer":
                return MoodleCloze.Read(item, lost);
            default:
                return Problem.Because("Questions of Moodle's type \"{0}\" have no place here.", type);
        }
    }

    private static readonly (string Element, string What)[] Unkept =
    [
        ("correctfeedback", "The feedback to right answers as a whole."), ("partiallycorrectfeedback", "The feedback to answers right in part."), ("incorrectfeedback", "The feedback to wrong answers as a whole."), ("hint", "The hints."),
    ];

    /// <summary>Every question here is worth something; the bank's own default is one mark.</summary>
    public static readonly Problem Worthless = Problem.Because("That it is worth no marks: here it counts 1.");

    private static ExchangeItem TrueFalse(XElement q, ExchangeItem item)
    {
        var options = q.Elements("answer").Select((a, i) =>
        {
            var word = Words(a).Trim().ToLowerInvariant();
            // In old exports the words are translated; then the first is true.
            var id = word is "true" or "false" ? word : i == 0 ? "true" : "false";
            return new ItemOption(new ItemText(id), Fraction(a) == 100 ? 100 : 0, Text(a.Element("feedback")), id);
        }).OrderBy(o => o.Id == "true" ? 0 : 1).ToList();
        return item with { Kind = "true-false", Options = options.Select(o => o.Id).SequenceEqual(["true", "false"]) ? options : [] };
    }

    private static Outcome<ExchangeItem> Numerical(XElement q, ExchangeItem item, List<Problem> lost)
    {
        if (q.Elements("units").Elements("unit").Any()) lost.Add(Problem.Because("The units ({0}).", string.Join(", ", q.Elements("units").Elements("unit").Select(u => (string?)u.Element("unit_name")))));
        var answers = new List<ItemAnswer>();
        foreach (var a in q.Elements("answer"))
        {
            var text = Words(a).Trim();
            var number = ItemNumber.Plain(text);
            if (number is null && text != "*") return Problem.Because("\"{0}\" is no number. Write 3.14, 3.14:0.01 or 3.13..3.15.", ItemHead.Of(text));
            answers.Add(number is null ? new ItemAnswer(new ItemText("*"), null, null, Fraction(a), Text(a.Element("feedback"))) { HasWildcards = true } : new ItemAnswer(null, number, Number((string?)a.Element("tolerance")) ?? 0, Fraction(a), Text(a.Element("feedback"))));
        }
        return Gapped(item, new ItemGap(answers));
    }

    /// <summary>Moodle's short answers stand behind the text; a line of underscores is taken for their place.</summary>
    private static ExchangeItem Gapped(ExchangeItem item, ItemGap gap) =>
        item with { Kind = "fill-in", Gaps = [gap], Text = Underscores().Count(item.Text.Text) == 1 ? item.Text with { Text = Underscores().Replace(item.Text.Text, "[[1]]") } : item.Text with { Text = item.Text.Text + " [[1]]" } };

    private static ItemText Answer(XElement answer, ExchangeItem item) => Text(answer) is { } text ? answer.Attribute("format") is null ? text with { Format = item.Text.Format } : text : ItemText.Empty;

    private static decimal Fraction(XElement answer) => Number((string?)answer.Attribute("fraction")) ?? Number((string?)answer.Element("fraction")) * 100 ?? 0;

    private static bool IsTrue(string text) => text.Trim() is "1" or "true";

    public static decimal? Number(string? text) => decimal.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Some(string text) => text.Trim() is { Length: > 0 } some ? some : null;

    /// <summary>The element's &lt;text&gt;, else its own words.</summary>
    public static string Words(XElement? element) => element is null ? "" : (element.Element("text") is { } text ? text.Value : string.Concat(element.Nodes().OfType<XText>().Select(t => t.Value))).ReplaceLineEndings("\n").Trim();

    public static ItemText? Text(XElement? element)
    {
        var words = Words(element);
        var format = ((string?)element?.Attribute("format")) switch { "markdown" => TextFormats.Markdown, "plain_text" or "plain" => TextFormats.Plain, "moodle_auto_format" => TextFormats.Moodle, _ => TextFormats.Html };
        return words.Length == 0 ? null : new ItemText(words, format);
    }

    [GeneratedRegex("_{4,}")]
    private static partial Regex Underscores();
}
