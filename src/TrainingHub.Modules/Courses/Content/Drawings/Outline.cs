namespace TrainingHub.Modules.Courses.Content.Drawings;

/// <summary>A shape as lines from point to point, in the units of the drawing; curves are many short ones.</summary>
internal sealed record Outline(IReadOnlyList<IReadOnlyList<Spot>> Lines)
{
    private readonly Box box = Box.Around(Lines.SelectMany(l => l));

    public int Count { get; } = Lines.Sum(l => l.Count);

    /// <summary>Within the filled shape: the border winds around the point.</summary>
    public bool Contains(Spot at, Effort effort)
    {
        if (!effort.Spend(1) || !box.IsWithin(at, 0) || !effort.Spend(Count)) return false;
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

    /// <summary>Whether the drawn line is no farther away.</summary>
    public bool IsWithin(Spot at, double distance, Effort effort)
    {
        if (!effort.Spend(1) || !box.IsWithin(at, distance) || !effort.Spend(Count)) return false;
        foreach (var line in Lines)
        {
            for (var i = 1; i < line.Count; i++)
                if (Distance(line[i - 1], line[i], at) <= distance) return true;
        }
        return false;
    }

    private static double Distance(Spot from, Spot to, Spot at)
    {
        var (x, y) = (to.X - from.X, to.Y - from.Y);
        var along = x == 0 && y == 0 ? 0 : Math.Clamp(((at.X - from.X) * x + (at.Y - from.Y) * y) / (x * x + y * y), 0, 1);
        return at.DistanceTo(new Spot(from.X + along * x, from.Y + along * y));
    }

    /// <summary>What lies outside of it need not be looked at point by point.</summary>
    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public static Box Around(IEnumerable<Spot> spots)
        {
            var box = new Box(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
            foreach (var (x, y) in spots) box = new Box(Math.Min(box.Left, x), Math.Min(box.Top, y), Math.Max(box.Right, x), Math.Max(box.Bottom, y));
            return box;
        }

        public bool IsWithin(Spot at, double distance) => at.X >= Left - distance && at.X <= Right + distance && at.Y >= Top - distance && at.Y <= Bottom + distance;
    }
}
