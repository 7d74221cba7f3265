using System.Net;
using System.Text;
using System.Xml;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Writes Moodle's XML. Texts are written as the HTML of their plain words; several gaps become a cloze, a photo an essay with a file.</summary>
internal static class MoodleXmlWriter
{
    public static byte[] Write(IEnumerable<ExchangeItem> items, List<ItemLoss> losses)
    {
        using var memory = new MemoryStream();
        using (var xml = XmlWriter.Create(memory, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize }))
        {
            xml.WriteStartElement("quiz");
            string? category = null;
            foreach (var item in items)
            {
                if (Type(item) is not { } type)
                {
                    losses.Add(new ItemLoss(ItemHead.Of(item), true, [Losses.Kind(item.Kind)]));
                    continue;
                }
                var lost = Losses.OfOurs(item).ToList();
                if (item.Gaps.Count > 1 && item.Gaps.Any(g => g.Answers.Any(a => a.Text is not null) && g.Answers.Any(a => a.Number is not null))) lost.Add(Problem.Because("That a gap takes words as well as numbers."));
                if (type == "cloze" && item.Mark is { } mark && GapWeight(item) * item.Gaps.Count != mark) lost.Add(Problem.Because("The marks ({0}).", ItemNumber.Write(mark)));
                if (lost.Count > 0) losses.Add(new ItemLoss(ItemHead.Of(item), false, lost));
                if (item.Category != category) Category(xml, item.Category);
                category = item.Category;
                Question(xml, item, type);
            }
            xml.WriteEndElement();
        }
        return memory.ToArray();
    }

    private static string? Type(ExchangeItem item) => item.Kind switch
    {
        "single" or "multiple" => "multichoice",
        "true-false" => "truefalse",
        "matching" => "matching",
        "ordering" => "ordering",
        "fill-in" when item.Gaps is [var only] => only.Answers.All(a => a.Number is not null) ? "numerical" : only.Answers.All(a => a.Number is null) ? "shortanswer" : null,
        "fill-in" => "cloze",
        "free-text" or "photo" => "essay",
        _ => null,
    };

    private static void Category(XmlWriter xml, string? category)
    {
        xml.WriteStartElement("question");
        xml.WriteAttributeString("type", "category");
        Text(xml, "category", "$course$/top" + (category is null ? "" : "/" + category), null);
        xml.WriteEndElement();
    }

    private static void Question(XmlWriter xml, ExchangeItem item, string type)
    {
        xml.WriteStartElement("question");
        xml.WriteAttributeString("type", type);
        Text(xml, "name", item.Name ?? item.Id ?? ItemHead.Of(item), null);
        Html(xml, "questiontext", type == "cloze" ? Cloze(item) : item.Gaps.Count == 1 ? Stem(item) : item.Text.Text);
        Html(xml, "generalfeedback", item.Feedback?.Text ?? "");
        if (item.Mark is { } mark) xml.WriteElementString("defaultgrade", ItemNumber.Write(mark));
        if (item.Id is not null) xml.WriteElementString("idnumber", item.Id);
        switch (type)
        {
            case "multichoice":
                xml.WriteElementString("single", item.Kind == "single" ? "true" : "false");
                xml.WriteElementString("shuffleanswers", item.Shuffle == false ? "false" : "true");
                foreach (var option in item.Options) Answer(xml, option.Text.Text, option.Weight, option.Feedback, isHtml: true);
                break;
            case "truefalse":
                foreach (var option in item.Options) Answer(xml, option.Id!, option.Weight, option.Feedback, isHtml: false);
                break;
            case "ordering":
                for (var i = 0; i < item.Options.Count; i++) Answer(xml, item.Options[i].Text.Text, i + 1, null, isHtml: true);
                break;
            case "matching":
                xml.WriteElementString("shuffleanswers", item.Shuffle == false ? "false" : "true");
                foreach (var pair in item.Pairs) Pair(xml, pair);
                break;
            case "shortanswer":
                xml.WriteElementString("usecase", item.Gaps[0].CaseMatters ? "1" : "0");
                foreach (var answer in item.Gaps[0].Answers) Answer(xml, Wildcards.Escape(answer.Text!.Text), answer.Weight, answer.Feedback, isHtml: false);
                break;
            case "numerical":
                foreach (var answer in item.Gaps[0].Answers) Answer(xml, ItemNumber.Write(answer.Number!.Value), answer.Weight, answer.Feedback, isHtml: false, answer.Tolerance);
                break;
            case "essay":
                xml.WriteElementString("responseformat", item.Kind == "photo" ? "noinline" : "editor");
                xml.WriteElementString("attachments", item.Kind == "photo" ? "1" : "0");
                Html(xml, "graderinfo", item.Rubric?.Text ?? "");
                break;
        }
        if (item.Tags.Count > 0)
        {
            xml.WriteStartElement("tags");
            foreach (var tag in item.Tags) Text(xml, "tag", tag, null);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>A gap behind the text is Moodle's own; one within is a line.</summary>
    private static string Stem(ExchangeItem item) => item.Text.Text.EndsWith(" [[1]]", StringComparison.Ordinal) ? item.Text.Text[..^6] : GapMarks.Replace(item.Text.Text, i => i == 0 ? "_____" : null);

    private static string Cloze(ExchangeItem item) => GapMarks.Replace(item.Text.Text, i => i < item.Gaps.Count ? ClozeGap(item.Gaps[i], GapWeight(item)) : null);

    /// <summary>In Moodle the marks of a cloze are those of its gaps together, whole ones each; our gaps all count the same.</summary>
    private static int GapWeight(ExchangeItem item) => item.Mark is { } mark && mark % item.Gaps.Count == 0 ? (int)mark / item.Gaps.Count : 1;

    private static string ClozeGap(ItemGap gap, int weight)
    {
        var isNumber = gap.Answers.All(a => a.Number is not null);
        var answers = gap.Answers.Where(a => isNumber || a.Number is null).Select(a => (a.Weight == 100 ? "=" : $"%{ItemNumber.Write(a.Weight)}%") + (a.Number is { } number ? $"{ItemNumber.Write(number)}:{ItemNumber.Write(a.Tolerance ?? 0)}" : Wildcards.Escape(Escape(a.Text!.Text))) + (a.Feedback is null ? "" : "#" + Escape(a.Feedback.Text)));
        return $"{{{weight}:{(isNumber ? "NUMERICAL" : gap.CaseMatters ? "SHORTANSWER_C" : "SHORTANSWER")}:{string.Join('~', answers)}}}";
    }

    private static string Escape(string text) => string.Concat(text.Select(c => c is '}' or '#' or '~' or '/' or '"' or '\\' or '{' ? "\\" + c : c.ToString()));

    private static void Pair(XmlWriter xml, ItemPair pair)
    {
        xml.WriteStartElement("subquestion");
        xml.WriteAttributeString("format", "html");
        xml.WriteElementString("text", pair.Left is null ? "" : ToHtml(pair.Left.Text));
        Text(xml, "answer", pair.Right.Text, null);
        xml.WriteEndElement();
    }

    private static void Answer(XmlWriter xml, string text, decimal fraction, ItemText? feedback, bool isHtml, decimal? tolerance = null)
    {
        xml.WriteStartElement("answer");
        xml.WriteAttributeString("fraction", ItemNumber.Write(fraction));
        xml.WriteAttributeString("format", isHtml ? "html" : "plain_text");
        xml.WriteElementString("text", isHtml ? ToHtml(text) : Clean(text));
        if (tolerance is { } off) xml.WriteElementString("tolerance", ItemNumber.Write(off));
        Html(xml, "feedback", feedback?.Text ?? "");
        xml.WriteEndElement();
    }

    private static void Html(XmlWriter xml, string name, string text) => Text(xml, name, ToHtml(text), "html");

    private static void Text(XmlWriter xml, string name, string text, string? format)
    {
        xml.WriteStartElement(name);
        if (format is not null) xml.WriteAttributeString("format", format);
        xml.WriteElementString("text", Clean(text));
        xml.WriteEndElement();
    }

    private static string ToHtml(string text) => Clean(WebUtility.HtmlEncode(text).ReplaceLineEndings("<br>"));

    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(r => r.Value is >= ' ' or '\t' or '\n' and not (0xFFFE or 0xFFFF)).Select(r => r.ToString()));
}
