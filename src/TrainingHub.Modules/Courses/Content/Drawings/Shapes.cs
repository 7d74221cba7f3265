using System.Xml.Linq;

namespace TrainingHub.Modules.Courses.Content.Drawings;

/// <summary>The basic shapes of SVG as outlines. A rectangle's rounded corners are taken as square: nothing is written into them.</summary>
internal static class Shapes
{
    private const int Corners = 32;

    /// <summary>Null where the element is no shape.</summary>
    public static Outline? Of(XElement element, Placing placing)
    {
        double N(string name) => Numbers.Of((string?)element.Attribute(name), 0);
        IReadOnlyList<IReadOnlyList<Spot>>? lines = element.Name.LocalName switch
        {
            "rect" => [[new(N("x"), N("y")), new(N("x") + N("width"), N("y")), new(N("x") + N("width"), N("y") + N("height")), new(N("x"), N("y") + N("height")), new(N("x"), N("y"))]],
            "circle" => [Ellipse(N("cx"), N("cy"), N("r"), N("r"))],
            "ellipse" => [Ellipse(N("cx"), N("cy"), N("rx"), N("ry"))],
            "line" => [[new(N("x1"), N("y1")), new(N("x2"), N("y2"))]],
            "polyline" => [Points(element)],
            "polygon" => [[.. Points(element), .. Points(element).Take(1)]],
            "path" => PathData.Parse((string?)element.Attribute("d") ?? ""),
            _ => null,
        };
        return lines is null ? null : new Outline([.. lines.Select(line => line.Select(p => placing.Put(p.X, p.Y)).ToList())]);
    }

    private static List<Spot> Ellipse(double cx, double cy, double rx, double ry) =>
        [.. Enumerable.Range(0, Corners + 1).Select(i => Math.SinCos(2 * Math.PI * i / Corners)).Select(angle => new Spot(cx + rx * angle.Cos, cy + ry * angle.Sin))];

    private static List<Spot> Points(XElement element) => [.. Numbers.In((string?)element.Attribute("points") ?? "").Chunk(2).Where(p => p.Length == 2).Select(p => new Spot(p[0], p[1]))];
}
