using System.Globalization;
using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Courses.Content.Drawings;

internal readonly record struct Spot(double X, double Y)
{
    public double DistanceTo(Spot other) => Math.Sqrt((X - other.X) * (X - other.X) + (Y - other.Y) * (Y - other.Y));
}

/// <summary>Where an element's coordinates lie in the drawing: the matrix (a b c d e f) of SVG.</summary>
internal readonly partial record struct Placing(double A, double B, double C, double D, double E, double F)
{
    public static readonly Placing None = new(1, 0, 0, 1, 0, 0);

    [GeneratedRegex(@"(?<name>[a-zA-Z]{1,10})\s*\((?<numbers>[^()]*)\)")]
    private static partial Regex Step { get; }

    public Spot Put(double x, double y) => new(A * x + C * y + E, B * x + D * y + F);

    /// <summary>How much longer a line becomes, on average over the directions.</summary>
    public double Scale => Math.Sqrt(Math.Abs(A * D - B * C));

    public Placing Then(Placing inner) => new(
        A * inner.A + C * inner.B, B * inner.A + D * inner.B, A * inner.C + C * inner.D, B * inner.C + D * inner.D,
        A * inner.E + C * inner.F + E, B * inner.E + D * inner.F + F);

    public static Placing Parse(string? transform) =>
        Step.Matches(transform ?? "").Aggregate(None, (all, step) => all.Then(One(step.Groups["name"].Value, Numbers.In(step.Groups["numbers"].Value))));

    public static Placing Moved(double x, double y) => new(1, 0, 0, 1, x, y);

    private static Placing One(string name, IReadOnlyList<double> n) => (name, n.Count) switch
    {
        ("matrix", 6) => new Placing(n[0], n[1], n[2], n[3], n[4], n[5]),
        ("translate", > 0) => Moved(n[0], n.ElementAtOrDefault(1)),
        ("scale", 1) => new Placing(n[0], 0, 0, n[0], 0, 0),
        ("scale", > 1) => new Placing(n[0], 0, 0, n[1], 0, 0),
        ("rotate", 1) => Turned(n[0]),
        ("rotate", 3) => Moved(n[1], n[2]).Then(Turned(n[0])).Then(Moved(-n[1], -n[2])),
        ("skewX", 1) => new Placing(1, 0, Math.Tan(n[0] * Math.PI / 180), 1, 0, 0),
        ("skewY", 1) => new Placing(1, Math.Tan(n[0] * Math.PI / 180), 0, 1, 0, 0),
        _ => None,
    };

    private static Placing Turned(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new Placing(cos, sin, -sin, cos, 0, 0);
    }
}

/// <summary>Numbers as SVG writes them: "10-5.5.5 1e2".</summary>
internal static partial class Numbers
{
    [GeneratedRegex(@"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")]
    public static partial Regex Number { get; }

    public static IReadOnlyList<double> In(string text) => [.. Number.Matches(text).Select(m => double.Parse(m.ValueSpan, CultureInfo.InvariantCulture))];

    /// <summary>The first number of an attribute; units are left aside.</summary>
    public static double Of(string? text, double otherwise) => In(text ?? "") is [var number, ..] ? number : otherwise;
}
