using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>One QTI item: its declarations say what is right, its body what is asked.</summary>
internal sealed class QtiItem(XElement root, Func<string, ItemPicture?> pictures)
{
    private static readonly string[] Blocks = ["choiceinteraction", "orderinteraction", "matchinteraction", "associateinteraction", "hotspotinteraction", "selectpointinteraction", "extendedtextinteraction", "uploadinteraction"];
    private static readonly string[] Inline = ["textentryinteraction", "inlinechoiceinteraction"];

    private readonly List<Problem> lost = [];
    private ItemPicture? picture;

    private sealed record Declared(bool IsMultiple, string BaseType, IReadOnlyList<string> Correct, IReadOnlyList<(string Key, decimal Value, bool CaseMatters)> Mapped, XElement Element);

    public Outcome<ExchangeItem> Read(int line)
    {
        if (root.Elements().FirstOrDefault(e => e.Is("itembody")) is not { } body) return Problem.Because("The item has no body.");
        var blocks = body.Descendants().Where(e => Blocks.Contains(QtiNames.Plain(e.Name.LocalName))).ToList();
        var gaps = body.Descendants().Where(e => Inline.Contains(QtiNames.Plain(e.Name.LocalName))).ToList();
        var other = body.Descendants().FirstOrDefault(e => QtiNames.Plain(e.Name.LocalName).EndsWith("interaction", StringComparison.Ordinal) && !blocks.Contains(e) && !gaps.Contains(e));
        if (other is not null) return Problem.Because("The interaction <{0}> has no place here.", other.Name.LocalName);
        var parts = new List<ExchangeItem>();
        if (gaps.Count > 0)
        {
            var read = gaps.Select(Gap).ToList();
            if (read.FirstOrDefault(g => g.Problem is not null).Problem is { } problem) return problem;
            parts.Add(new ExchangeItem(line, "fill-in", Stem(body, gaps)) { Gaps = [.. read.Select(g => g.Value!)] });
        }
        foreach (var block in blocks)
        {
            var read = Block(block, line, blocks.Count + gaps.Count > 1 ? Prompt(block) : Stem(body, []));
            if (read.Problem is not null) return read.Problem;
            parts.Add(read.Value!);
        }
        var item = parts switch
        {
            [] => new ExchangeItem(line, ExchangeItem.Description, Stem(body, [])) { Lost = [Problem.Because("A text that asks nothing. The bank keeps questions only; put it into a lesson.")] },
            [var only] => only,
            _ when parts.Any(p => p.Kind is "hotspot" or "free-text" or "photo") => null,
            _ => new ExchangeItem(line, "scenario", Stem(body, [])) { Parts = [.. parts.Select((p, i) => p with { Id = $"p{i + 1}", Text = p.Text.IsEmpty ? new ItemText($"{i + 1}.") : p.Text })] },
        };
        if (item is null) return Problem.Because("Spots in a picture and texts that a trainer marks can't be parts of a scenario.");
        lost.AddRange(item.Lost);
        return Feedbacks(item) with { Source = QtiNames.Plain((blocks.Concat(gaps).FirstOrDefault() ?? body).Name.LocalName), Id = root.Get("identifier"), Name = root.Get("title") is { Length: > 0 } title ? title : null, Picture = item.Picture ?? picture, Lost = lost };
    }

    private Outcome<ExchangeItem> Block(XElement block, int line, ItemText stem)
    {
        var item = new ExchangeItem(line, "", stem) { Shuffle = block.Get("shuffle") is { } shuffle ? shuffle == "true" : null };
        var declared = DeclarationOf(block);
        var kind = QtiNames.Plain(block.Name.LocalName);
        if (kind == "extendedtextinteraction") return item with { Kind = "free-text", Rubric = Rubric() };
        if (kind == "uploadinteraction") return item with { Kind = "photo", Rubric = Rubric() };
        if (declared is null) return Problem.Because("The response \"{0}\" is declared nowhere.", block.Get("responseidentifier") ?? "");
        switch (kind)
        {
            case "choiceinteraction":
                var choices = block.All("simplechoice").ToList();
                var isMultiple = declared.IsMultiple;
                var weights = Weights([.. choices.Select(c => c.Get("identifier") ?? "")], declared, isMultiple);
                return item with
                {
                    Kind = isMultiple ? "multiple" : "single", Scoring = isMultiple && declared.Mapped.Count == 0 ? "all-or-nothing" : null,
                    Options = [.. choices.Select((c, i) => new ItemOption(Html(c, []), weights[i], c.Descendants().Where(IsFeedback).Select(f => Html(f, [])).FirstOrDefault()))],
                };
            case "orderinteraction":
                var steps = block.All("simplechoice").ToDictionary(c => c.Get("identifier") ?? "", c => Html(c, []), StringComparer.Ordinal);
                return declared.Correct.Count != steps.Count || declared.Correct.Any(c => !steps.ContainsKey(c)) ? Problem.Because("The right order must name every step once.")
                    : item with { Kind = "ordering", Options = [.. declared.Correct.Select(c => new ItemOption(steps[c], 0))] };
            case "matchinteraction" or "associateinteraction":
                return Matching(item, block, declared);
            default:
                return Hotspot(item, block, declared);
        }
    }

    private static Outcome<ExchangeItem> Matching(ExchangeItem item, XElement block, Declared declared)
    {
        var all = block.All("simpleassociablechoice").ToList();
        var texts = all.ToDictionary(c => c.Get("identifier") ?? "", c => Html(c, []), StringComparer.Ordinal);
        var pairs = (declared.Correct.Count > 0 ? declared.Correct : [.. declared.Mapped.Where(m => m.Value > 0).Select(m => m.Key)]).Select(p => p.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (pairs.Any(p => p.Length != 2 || !texts.ContainsKey(p[0]) || !texts.ContainsKey(p[1]))) return Problem.Because("A right pair names something that is not there.");
        if (pairs.Select(p => p[0]).Distinct(StringComparer.Ordinal).Count() != pairs.Count) return Problem.Because("Something is matched with several others; only pairs have a place here.");
        var rights = block.All("simplematchset").Skip(1).FirstOrDefault()?.All("simpleassociablechoice").Select(c => c.Get("identifier") ?? "") ?? [];
        return item with
        {
            Kind = "matching",
            Pairs = [.. pairs.Select(p => new ItemPair(texts[p[0]], texts[p[1]])), .. rights.Where(r => pairs.All(p => p[1] != r)).Select(r => new ItemPair(null, texts[r]))],
        };
    }

    private Outcome<ExchangeItem> Hotspot(ExchangeItem item, XElement block, Declared declared)
    {
        var image = block.Descendants().FirstOrDefault(e => e.Name.LocalName is "object" or "img");
        if ((image?.Get("data") ?? image?.Get("src")) is not { } path || pictures(path) is not { } found) return Problem.Because("The picture is missing.");
        var alt = image!.Get("alt") ?? image!.Value.Trim();
        var spots = block.All("hotspotchoice").Select(h => (Shape: h.Get("shape"), Coords: h.Get("coords"), Right: declared.Correct.Contains(h.Get("identifier") ?? ""), Label: h.Get("hotspotlabel") ?? h.Get("label") ?? ""))
            .Concat(declared.Element.All("areamapentry").Select(a => (Shape: a.Get("shape"), Coords: a.Get("coords"), Right: Number(a.Get("mappedvalue")) > 0, Label: ""))).ToList();
        var areas = new List<ItemArea>();
        foreach (var (shape, coords, right, label) in spots)
        {
            if (Area(shape ?? "", coords ?? "") is not var (kind, at)) return Problem.Because("A spot's shape {0} with {1} has no place here.", shape ?? "", coords ?? "");
            areas.Add(new ItemArea(kind, at, right, new ItemText(label.Length > 0 ? label : $"{areas.Count + 1}")));
        }
        if (spots.Any(s => s.Label.Length == 0)) lost.Add(Problem.Because("The spots have no names for those who can't see the picture; they are numbered."));
        return item with { Kind = "hotspot", Areas = areas, Picture = found with { Alt = new ItemText(alt) } };
    }

    /// <summary>QTI has left, top, right, bottom where the bank has x, y, width, height.</summary>
    private static (string Shape, IReadOnlyList<decimal> At)? Area(string shape, string coords)
    {
        var at = coords.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(c => Number(c)).ToList();
        if (at.Any(a => a is null)) return null;
        var n = at.Select(a => a!.Value).ToList();
        return (shape, n.Count) switch
        {
            ("rect", 4) => ("rect", [n[0], n[1], n[2] - n[0], n[3] - n[1]]),
            ("circle", 3) => ("circle", n),
            ("poly", >= 6) when n.Count % 2 == 0 => ("polygon", n),
            _ => null,
        };
    }

    private Outcome<ItemGap> Gap(XElement gap)
    {
        if (DeclarationOf(gap) is not { } declared) return Problem.Because("The response \"{0}\" is declared nowhere.", gap.Get("responseidentifier") ?? "");
        var keys = declared.Mapped.Select(m => (m.Key, m.Value, m.CaseMatters)).Concat(declared.Correct.Where(c => declared.Mapped.All(m => m.Key != c)).Select(c => (Key: c, Value: -1m, CaseMatters: false))).ToList();
        var top = keys.Select(k => k.Value).Append(0).Max();
        var answers = new List<ItemAnswer>();
        var choices = gap.Is("inlinechoiceinteraction") ? gap.All("inlinechoice").ToDictionary(c => c.Get("identifier") ?? "", c => Html(c, []), StringComparer.Ordinal) : null;
        if (choices is not null && !lost.Contains(Choices)) lost.Add(Choices);
        foreach (var (key, value, _) in keys)
        {
            var weight = declared.Correct.Contains(key) || value < 0 && top == 0 ? 100 : top == 0 ? 0 : decimal.Round(value * 100 / top, 5);
            if (choices is not null && !choices.ContainsKey(key)) return Problem.Because("The answer is {0}, but there is no such option.", key);
            if (choices is not null && weight <= 0) continue;
            answers.Add(choices is null && declared.BaseType is "integer" or "float" && Number(key) is { } number ? new ItemAnswer(null, number, 0, weight) : new ItemAnswer(choices is null ? new ItemText(key.Trim()) : choices[key], null, null, weight));
        }
        return new ItemGap(answers, keys.Any(k => k.CaseMatters));
    }

    private static readonly Problem Choices = Problem.Because("That the words are offered for choice; they have to be typed here.");

    private static List<decimal> Weights(IReadOnlyList<string> ids, Declared declared, bool isMultiple)
    {
        if (declared.Mapped.Count == 0) return [.. ids.Select(id => !declared.Correct.Contains(id) ? 0 : isMultiple ? decimal.Round(100m / declared.Correct.Count, 5) : 100)];
        var values = ids.Select(id => declared.Mapped.Where(m => m.Key == id).Select(m => m.Value).FirstOrDefault()).ToList();
        var whole = isMultiple ? values.Where(v => v > 0).Sum() : values.Append(0).Max();
        return [.. values.Select(v => whole == 0 ? 0 : Math.Max(-100, decimal.Round(v * 100 / whole, 5)))];
    }

    private Declared? DeclarationOf(XElement interaction)
    {
        var id = interaction.Get("responseidentifier");
        if (root.Elements().FirstOrDefault(e => e.Is("responsedeclaration") && e.Get("identifier") == id) is not { } d) return null;
        return new Declared(d.Get("cardinality") is "multiple" or "ordered", d.Get("basetype") ?? "", [.. d.All("correctresponse").SelectMany(c => c.All("value")).Select(v => v.Value.Trim())],
            [.. d.All("mapentry").Where(m => m.Get("mapkey") is not null && Number(m.Get("mappedvalue")) is not null).Select(m => (m.Get("mapkey")!, Number(m.Get("mappedvalue"))!.Value, m.Get("casesensitive") == "true"))], d);
    }

    /// <summary>Feedback shown behind the whole: what is named like an option is that option's, the first other one the question's, the rest lost.</summary>
    private ExchangeItem Feedbacks(ExchangeItem item)
    {
        var modal = root.Elements().Where(e => e.Is("modalfeedback")).ToList();
        var ids = root.All("simplechoice").Select(c => c.Get("identifier")).ToList();
        var options = item.Kind is "single" or "multiple" ? item.Options.Select((o, i) => o.Feedback is null && modal.Find(m => m.Get("identifier") == ids.ElementAtOrDefault(i)) is { } own ? o with { Feedback = Html(own, []) } : o).ToList() : [.. item.Options];
        var rest = modal.Where(m => item.Kind is not ("single" or "multiple") || !ids.Contains(m.Get("identifier"))).ToList();
        if (rest.Count > 1) lost.Add(Problem.Because("Feedback that depends on the answer ({0}).", rest.Count - 1));
        return item with { Options = options, Feedback = rest.Count > 0 ? Html(rest[0], []) is { IsEmpty: false } text ? text : null : null };
    }

    private ItemText? Rubric() => root.All("rubricblock").Select(r => Html(r, [])).FirstOrDefault(t => !t.IsEmpty);

    private static ItemText Prompt(XElement block) => block.All("prompt").Select(p => Html(p, [])).FirstOrDefault() ?? ItemText.Empty;

    private ItemText Stem(XElement body, List<XElement> gaps)
    {
        foreach (var image in body.All("img").Where(i => !i.Ancestors().Any(a => Blocks.Contains(QtiNames.Plain(a.Name.LocalName)))))
        {
            if (picture is null && image.Get("src") is { } path && pictures(path) is { } found) picture = found with { Alt = new ItemText(image.Get("alt") ?? "") };
            else if (picture is null) lost.Add(Problem.Because("Files within it: {0}.", ItemHead.Of(image.Get("src") ?? "?")));
        }
        return Html(body, gaps);
    }

    private static bool IsFeedback(XElement e) => e.Is("feedbackinline") || e.Is("feedbackblock") || e.Is("modalfeedback");

    /// <summary>What is read, as HTML: without the interactions but for their prompts, without feedback and rubrics; gaps marked.</summary>
    private static ItemText Html(XElement element, List<XElement> gaps)
    {
        var html = new StringBuilder();
        foreach (var node in element.Nodes()) Write(node, html, gaps);
        return new ItemText(html.ToString().Trim(), TextFormats.Html);
    }

    private static void Write(XNode node, StringBuilder html, List<XElement> gaps)
    {
        if (node is XText text) html.Append(WebUtility.HtmlEncode(text.Value));
        if (node is not XElement e || IsFeedback(e) || e.Is("rubricblock") || e.Is("stylesheet")) return;
        if (gaps.IndexOf(e) is var gap and >= 0) html.Append("[[").Append(gap + 1).Append("]]");
        else if (QtiNames.Plain(e.Name.LocalName).EndsWith("interaction", StringComparison.Ordinal))
        {
            foreach (var prompt in e.Elements().Where(p => p.Is("prompt")))
            {
                html.Append("<p>");
                foreach (var child in prompt.Nodes()) Write(child, html, gaps);
                html.Append("</p>");
            }
        }
        else if (e.Name.LocalName != "img")
        {
            var name = e.Name.LocalName.ToLowerInvariant();
            html.Append('<').Append(name).Append('>');
            foreach (var child in e.Nodes()) Write(child, html, gaps);
            html.Append("</").Append(name).Append('>');
        }
    }

    private static decimal? Number(string? text) => decimal.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
