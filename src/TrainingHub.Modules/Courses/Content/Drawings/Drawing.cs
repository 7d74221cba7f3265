using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using TrainingHub.Modules.Platform.Pictures;

namespace TrainingHub.Modules.Courses.Content.Drawings;

/// <summary>Something painted: filled, drawn as a line, or both.</summary>
/// <param name="Fill">Null where it is not filled.</param>
/// <param name="Stroke">Null where no line is drawn.</param>
/// <param name="StrokeWidth">In units of the drawing.</param>
internal sealed record Painted(int Line, Outline Outline, Paint? Fill, Paint? Stroke, double StrokeWidth);

/// <param name="Colour">Null for a gradient or pattern: there is something, but nobody knows which colour.</param>
internal sealed record Paint(Colour? Colour, double Opacity);

/// <summary>A line of text with the points over which it runs.</summary>
/// <param name="Behind">How many of the painted things lie below it.</param>
/// <param name="Halo">The line around the letters, if there is one.</param>
internal sealed record Lettering(int Line, string Text, double Size, bool IsBold, Paint Fill, Paint? Halo, int Behind, IReadOnlyList<Spot> Points);

/// <summary>
/// An SVG as far as contrast asks for it: what is painted, from the bottom up, and the letters. Clip paths, masks and filters are taken as if they were
/// not there; what only a stylesheet with conditions decides is not judged.
/// </summary>
internal sealed partial class Drawing
{
    /// <summary>Reading an element's dozen properties takes as long as looking at some hundred points.</summary>
    private const int StepsPerElement = 500;

    private static readonly string[] NotPainted = ["defs", "clipPath", "mask", "symbol", "marker", "pattern", "linearGradient", "radialGradient", "filter", "title", "desc", "metadata", "style"];

    private readonly List<Painted> painted = [];
    private readonly List<Lettering> letters = [];
    private readonly Dictionary<string, string> rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XElement> named;
    private readonly Effort effort;

    [GeneratedRegex(@"\.(?<name>[A-Za-z_][\w-]*)\s*\{(?<body>[^{}]*)\}")]
    private static partial Regex ClassRule { get; }

    private Drawing(XElement root, double width, Effort effort)
    {
        named = root.Descendants().Where(e => e.Attribute("id") is not null).GroupBy(e => e.Attribute("id")!.Value, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        this.effort = effort;
        Width = width;
        foreach (var style in root.Descendants().Where(e => e.Name.LocalName == "style"))
            foreach (Match rule in ClassRule.Matches(style.Value)) rules[rule.Groups["name"].Value] = rule.Groups["body"].Value;
    }

    /// <summary>Of the viewBox.</summary>
    public double Width { get; }

    public IReadOnlyList<Painted> Painted => painted;

    public IReadOnlyList<Lettering> Letters => letters;

    /// <summary>Null where it has no viewBox, or a stylesheet with conditions, or is too much to look at.</summary>
    public static Drawing? Read(byte[] svg, Effort effort)
    {
        var root = PictureSize.LoadSvg(svg).Root!;
        if (Numbers.In((string?)root.Attribute("viewBox") ?? "") is not [_, _, > 0 and var width, > 0]) return null;
        if (root.Descendants().Any(e => e.Name.LocalName == "style" && e.Value.Contains('@'))) return null;
        var drawing = new Drawing(root, width, effort);
        drawing.Walk(root, Style.Initial, Placing.None, 0);
        return effort.IsTooMuch ? null : drawing;
    }

    /// <summary>What is inherited from element to element.</summary>
    private sealed record Style(string Fill, double FillOpacity, string Stroke, double StrokeOpacity, double StrokeWidth, double Size, string Weight, string Anchor, double Opacity)
    {
        public static readonly Style Initial = new("black", 1, "none", 1, 1, 16, "normal", "start", 1);
    }

    private void Walk(XElement element, Style outer, Placing placing, int depth)
    {
        var name = element.Name.LocalName;
        if (depth > 64 || !effort.Spend(StepsPerElement + element.Attributes().Sum(a => a.Value.Length)) || NotPainted.Contains(name, StringComparer.Ordinal)) return;
        string? Value(string key) => Declared(element, key);
        double Share(string key, double otherwise) => Math.Clamp(Numbers.Of(Value(key), otherwise), 0, 1);
        if (Value("display") == "none" || Value("visibility") == "hidden") return;
        var style = new Style(Value("fill") ?? outer.Fill, Share("fill-opacity", outer.FillOpacity), Value("stroke") ?? outer.Stroke, Share("stroke-opacity", outer.StrokeOpacity),
            Numbers.Of(Value("stroke-width"), outer.StrokeWidth), Numbers.Of(Value("font-size"), outer.Size), Value("font-weight") ?? outer.Weight, Value("text-anchor") ?? outer.Anchor, outer.Opacity * Share("opacity", 1));
        placing = placing.Then(Placing.Parse((string?)element.Attribute("transform")));
        if (name == "text") Write(element, style, placing);
        else if (name == "use") Use(element, style, placing, depth);
        else if (Shapes.Of(element, placing) is { } outline && effort.Spend(outline.Count))
            painted.Add(new Painted(LineOf(element), outline, name == "line" ? null : PaintOf(style.Fill, style.FillOpacity * style.Opacity), PaintOf(style.Stroke, style.StrokeOpacity * style.Opacity), style.StrokeWidth * placing.Scale));
        else
            foreach (var child in element.Elements()) Walk(child, style, placing, depth + 1);
    }

    private void Use(XElement use, Style style, Placing placing, int depth)
    {
        var id = use.Attributes().FirstOrDefault(a => a.Name.LocalName == "href")?.Value.TrimStart('#');
        if (id is null || !named.TryGetValue(id, out var used)) return;
        var moved = placing.Then(Placing.Moved(Numbers.Of((string?)use.Attribute("x"), 0), Numbers.Of((string?)use.Attribute("y"), 0)));
        if (used.Name.LocalName != "symbol") Walk(used, style, moved, depth + 1);
        else foreach (var child in used.Elements()) Walk(child, style, moved, depth + 1);
    }

    /// <summary>Each piece with a place of its own by itself; how wide it runs is guessed from the number of letters.</summary>
    private void Write(XElement element, Style style, Placing placing)
    {
        if (PaintOf(style.Fill, style.FillOpacity * style.Opacity) is not { } fill) return;
        var placed = element.Elements().Where(e => e.Name.LocalName == "tspan" && (e.Attribute("x") ?? e.Attribute("y")) is not null).ToList();
        foreach (var piece in placed.Count > 0 ? placed : [element])
        {
            var text = piece.Value.Trim();
            if (text.Length == 0 || !effort.Spend(text.Length)) continue;
            var width = text.Sum(c => c >= 0x2E80 ? 1 : 0.56) * style.Size;
            var x = Numbers.Of((string?)(piece.Attribute("x") ?? element.Attribute("x")), 0) - style.Anchor switch { "middle" => width / 2, "end" => width, _ => 0 };
            var y = Numbers.Of((string?)(piece.Attribute("y") ?? element.Attribute("y")), 0) - 0.35 * style.Size;
            var tone = Declared(piece, "fill") is { } own ? PaintOf(own, style.FillOpacity * style.Opacity) ?? fill : fill;
            letters.Add(new Lettering(LineOf(piece), text, style.Size * placing.Scale, style.Weight is "bold" or "bolder" || Numbers.Of(style.Weight, 400) >= 700, tone,
                PaintOf(style.Stroke, style.StrokeOpacity * style.Opacity), painted.Count, [.. Enumerable.Range(0, 5).Select(i => placing.Put(x + width * (0.1 + 0.2 * i), y))]));
        }
    }

    /// <summary>The style attribute goes before a class, a class before the attribute of the name.</summary>
    private string? Declared(XElement element, string key)
    {
        var classes = ((string?)element.Attribute("class") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => rules.GetValueOrDefault(c));
        var value = classes.Reverse().Prepend((string?)element.Attribute("style")).Select(body => In(body, key)).FirstOrDefault(v => v is not null) ?? ((string?)element.Attribute(key))?.Trim();
        return value is "inherit" or "" ? null : value;
    }

    private string? In(string? body, string key) => body is null || !effort.Spend(body.Length) ? null : body.Split(';').Select(d => d.Split(':', 2)).LastOrDefault(d => d.Length == 2 && d[0].Trim() == key)?[1].Trim();

    private static Paint? PaintOf(string value, double opacity) => value is "none" or "transparent" || opacity == 0 ? null : new Paint(Colour.Parse(value.ToLower(CultureInfo.InvariantCulture)), opacity);

    private static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
