namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>The spread of marks as bars, drawn on the server; every number is in the table below it too.</summary>
internal sealed record MarkHistogram(MarkFigures Marks, int PassMark)
{
    public const int Width = 400;
    public const int Height = 190;
    private const int Left = 36;
    private const int Top = 12;
    private const int Bottom = 158;

    internal sealed record Bar(double X, double Y, double Width, double Height, int From, int To, long Attempts);

    public long Most => Math.Max(1, Marks.Bands.Max());

    public double PassX => At(PassMark);

    public IEnumerable<Bar> Bars => Marks.Bands.Select((n, i) =>
    {
        var height = (Bottom - Top) * (double)n / Most;
        return new Bar(At(i * 5) + 1, Bottom - height, At(5) - At(0) - 2, height, i * 5, i * 5 + 5, n);
    });

    public static double At(int percent) => Left + (Width - Left - 10) * percent / 100.0;
}
