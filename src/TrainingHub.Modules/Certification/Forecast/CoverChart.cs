using System.Globalization;

namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>Where the bars, the axis and the minimum of the forecast's chart lie; in units of the drawing.</summary>
internal sealed record CoverChart(ForecastLine Line)
{
    public const int Width = 400, Height = 196;

    private const double Left = 34, Right = 394, Top = 14, Bottom = 160;

    internal sealed record Bar(ForecastWeek Week, double X, double Y, double Width, double Height)
    {
        /// <summary>Its middle.</summary>
        public double Centre => X + Width / 2;
    }

    /// <summary>What the axis ends with: nobody, or the most that is held or needed.</summary>
    public long Most => Math.Max(1, Math.Max(Line.Now, Math.Max(Line.Needed ?? 0, Line.Weeks.Max(w => w.Held))));

    public double Axis => Bottom;

    public double? MinimumY => Line.Needed is { } needed ? At(needed) : null;

    public IEnumerable<Bar> Bars
    {
        get
        {
            var step = (Right - Left) / Line.Weeks.Count;
            return Line.Weeks.Select((w, i) => new Bar(w, Left + i * step + 0.6, At(w.Held), step - 1.2, Bottom - At(w.Held)));
        }
    }

    /// <summary>The first week of every second month, to be named below the axis.</summary>
    public IEnumerable<Bar> Months => Bars.Where(b => b.Week.Monday.Day <= 7 && b.Week.Monday.Month % 2 == Line.Weeks[0].Monday.AddMonths(1).Month % 2);

    /// <summary>A triangle below the axis, for a week with too few.</summary>
    public static string Flag(Bar bar) => string.Create(CultureInfo.InvariantCulture, $"M{bar.Centre - 2.4:0.##} {Bottom + 3} h4.8 l-2.4 4.5 z");

    private double At(long people) => Bottom - (Bottom - Top) * people / Most;
}
