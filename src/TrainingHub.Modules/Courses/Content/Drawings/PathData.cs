using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Courses.Content.Drawings;

/// <summary>The `d` of a path as lines.</summary>
internal sealed partial class PathData
{
    private const int Steps = 16;

    private readonly List<List<Spot>> lines = [];
    private Spot at;
    private Spot start;
    private Spot control;
    private char previous;

    [GeneratedRegex(@"(?<command>[MmLlHhVvCcSsQqTtAaZz])(?<numbers>[^MmLlHhVvCcSsQqTtAaZz]*)")]
    private static partial Regex Command { get; }

    [GeneratedRegex(@"(?<three>(?:[^\s,]{1,40}[\s,]{1,40}){3})(?<large>[01])[\s,]{0,40}(?<sweep>[01])")]
    private static partial Regex ArcFlags { get; }

    public static IReadOnlyList<IReadOnlyList<Spot>> Parse(string d)
    {
        var path = new PathData();
        foreach (Match match in Command.Matches(d))
        {
            var command = match.Groups["command"].Value[0];
            var numbers = match.Groups["numbers"].Value;
            // The flags of an arc may be written together with what follows them.
            path.Go(command, Numbers.In(command is 'A' or 'a' ? ArcFlags.Replace(numbers, "${three}${large} ${sweep} ") : numbers));
        }
        return path.lines;
    }

    private void Go(char command, IReadOnlyList<double> n)
    {
        var kind = char.ToUpperInvariant(command);
        if (kind == 'Z')
        {
            if (lines.Count > 0) lines[^1].Add(start);
            (at, previous) = (start, 'Z');
            return;
        }
        var size = kind switch { 'M' or 'L' or 'T' => 2, 'H' or 'V' => 1, 'C' => 6, 'A' => 7, _ => 4 };
        for (var i = 0; i + size <= n.Count; i += size)
        {
            // After the first pair of a move, further pairs are lines.
            One(kind == 'M' && i > 0 ? 'L' : kind, char.IsLower(command) ? at : default, n, i);
        }
    }

    private void One(char kind, Spot from, IReadOnlyList<double> n, int i)
    {
        Spot Read(int offset) => new(from.X + n[i + offset], from.Y + n[i + offset + 1]);
        var mirrored = new Spot(2 * at.X - control.X, 2 * at.Y - control.Y);
        switch (kind)
        {
            case 'M':
                start = at = Read(0);
                lines.Add([at]);
                break;
            case 'L': Line(Read(0)); break;
            case 'H': Line(new Spot(from.X + n[i], at.Y)); break;
            case 'V': Line(new Spot(at.X, from.Y + n[i])); break;
            case 'C': Cubic(Read(0), Read(2), Read(4)); break;
            case 'S': Cubic(previous is 'C' or 'S' ? mirrored : at, Read(0), Read(2)); break;
            case 'Q': Quadratic(Read(0), Read(2)); break;
            case 'T': Quadratic(previous is 'Q' or 'T' ? mirrored : at, Read(0)); break;
            case 'A': Arc(n[i], n[i + 1], n[i + 2], n[i + 3] != 0, n[i + 4] != 0, Read(5)); break;
        }
        previous = kind;
    }

    private void Line(Spot to)
    {
        // A path that goes on after it was closed begins a new line there.
        if (lines.Count == 0 || previous == 'Z') lines.Add([at]);
        lines[^1].Add(to);
        at = to;
    }

    private void Cubic(Spot one, Spot two, Spot to) => Curve(two, to, (t, from) => new Spot(
        Bezier(t, from.X, one.X, two.X, to.X), Bezier(t, from.Y, one.Y, two.Y, to.Y)));

    private void Quadratic(Spot one, Spot to) => Curve(one, to, (t, from) => new Spot(
        (1 - t) * (1 - t) * from.X + 2 * t * (1 - t) * one.X + t * t * to.X, (1 - t) * (1 - t) * from.Y + 2 * t * (1 - t) * one.Y + t * t * to.Y));

    private static double Bezier(double t, double a, double b, double c, double d) =>
        (1 - t) * (1 - t) * (1 - t) * a + 3 * (1 - t) * (1 - t) * t * b + 3 * (1 - t) * t * t * c + t * t * t * d;

    private void Curve(Spot last, Spot to, Func<double, Spot, Spot> point)
    {
        var from = at;
        for (var step = 1; step < Steps; step++) Line(point((double)step / Steps, from));
        Line(to);
        control = last;
    }

    /// <summary>From the end points to the centre, as SVG's appendix on elliptical arcs has it.</summary>
    private void Arc(double rx, double ry, double degrees, bool large, bool sweep, Spot to)
    {
        var (from, (sin, cos)) = (at, Math.SinCos(degrees * Math.PI / 180));
        (rx, ry) = (Math.Abs(rx), Math.Abs(ry));
        if (rx == 0 || ry == 0 || from == to)
        {
            Line(to);
            return;
        }
        var (hx, hy) = ((from.X - to.X) / 2, (from.Y - to.Y) / 2);
        var (x, y) = (cos * hx + sin * hy, -sin * hx + cos * hy);
        var grow = Math.Max(1, Math.Sqrt(x * x / (rx * rx) + y * y / (ry * ry)));
        (rx, ry) = (rx * grow, ry * grow);
        var (a, b) = (rx * rx * y * y, ry * ry * x * x);
        var way = Math.Sqrt(Math.Max(0, (rx * rx * ry * ry - a - b) / (a + b))) * (large == sweep ? -1 : 1);
        var (cx, cy) = (way * rx * y / ry, -way * ry * x / rx);
        var (mx, my) = (cos * cx - sin * cy + (from.X + to.X) / 2, sin * cx + cos * cy + (from.Y + to.Y) / 2);
        var first = Math.Atan2((y - cy) / ry, (x - cx) / rx);
        var turn = Math.Atan2((-y - cy) / ry, (-x - cx) / rx) - first;
        if (sweep && turn < 0) turn += 2 * Math.PI;
        if (!sweep && turn > 0) turn -= 2 * Math.PI;
        Curve(to, to, (t, _) =>
        {
            var (s, c) = Math.SinCos(first + t * turn);
            return new Spot(mx + cos * rx * c - sin * ry * s, my + sin * rx * c + cos * ry * s);
        });
    }
}
