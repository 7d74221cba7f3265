namespace TrainingHub.Modules.Quizzes.Schedules.Results;

/// <summary>Participation as columns, mean mark as a line; where things stand in the picture.</summary>
internal sealed record SeriesPlot(IReadOnlyList<OccurrenceFigures> Rows, TimeZoneInfo Zone)
{
    /// <summary>Half a year of weeks.</summary>
    public const int Most = 26;
    public const int Left = 36;
    public const int Right = 392;
    public const int Bottom = 158;
    private const int Top = 12;

    private double Step => (Right - Left) / (double)Math.Max(Rows.Count, 6);

    public double Width => Step * 0.6;

    public double X(int i) => Left + Step * (i + 0.5);

    public static double Y(double percent) => Bottom - (Bottom - Top) * percent / 100;

    public IEnumerable<(double X, double Y, OccurrenceFigures Row)> Means => Rows.Select((r, i) => (r, i)).Where(p => p.r.MeanPercent is not null).Select(p => (X(p.i), Y(p.r.MeanPercent!.Value), p.r));
}
