namespace TrainingHub.Modules.Courses.Content.Drawings;

/// <summary>A shape as lines from point to point, in the units of the drawing; curves are many short ones.</summary>
internal sealed record Outline(IReadOnlyList<IReadOnlyList<Spot>> Lines)
{
    /// <summary>Within the filled shape: the border winds around the point.</summary>
    public bool Contains(Spot at)
    {
        var winds = 0;
        foreach (var line in Lines)
        {
            for (var i = 0; i < line.Count; i++)
            {
                var (from, to) = (line[i], line[(i + 1) % line.Count]);
                if (from.Y <= at.Y == to.Y <= at.Y) continue;
                var x = from.X + (at.Y - from.Y) / (to.Y - from.Y) * (to.X - from.X);
                if (x > at.X) winds += to.Y > from.Y ? 1 : -1;
            }
        }
        return winds != 0;
    }

    /// <summary>How far the drawn line is away.</summary>
    public double DistanceTo(Spot at) => Lines.SelectMany(line => line.Zip(line.Skip(1))).Select(part => Distance(part.First, part.Second, at)).DefaultIfEmpty(double.MaxValue).Min();

    private static double Distance(Spot from, Spot to, Spot at)
    {
        var (x, y) = (to.X - from.X, to.Y - from.Y);
        var along = x == 0 && y == 0 ? 0 : Math.Clamp(((at.X - from.X) * x + (at.Y - from.Y) * y) / (x * x + y * y), 0, 1);
        return at.DistanceTo(new Spot(from.X + along * x, from.Y + along * y));
    }
}
