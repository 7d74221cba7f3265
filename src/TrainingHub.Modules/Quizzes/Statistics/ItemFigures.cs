namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>One or several rows of a question's sums, and the figures they give. A figure that the numbers don't allow is null, never zero.</summary>
internal sealed record ItemFigures(long Attempts, long Blank, long Marks, long MaxMarks, long Pairs, long X, long Y, long Xy, long Xx, long Yy, long Timed, long Seconds)
{
    public static readonly ItemFigures None = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Mean mark over full mark, from 0 (nobody) to 1 (everybody right).</summary>
    public double? Facility => MaxMarks == 0 ? null : (double)Marks / MaxMarks;

    /// <summary>
    /// Pearson's correlation of the question's share with the share of the rest of the test, from −1 to 1. The question itself is not in the rest:
    /// it would agree with itself. Null for fewer than two attempts, or where all are alike on one side.
    /// </summary>
    public double? Discrimination
    {
        get
        {
            if (Pairs < 2) return null;
            // Exact up to here: the differences of these products are small beside the products, and doubles would lose them.
            var covariance = (Int128)Pairs * Xy - (Int128)X * Y;
            var (ofX, ofY) = ((Int128)Pairs * Xx - (Int128)X * X, (Int128)Pairs * Yy - (Int128)Y * Y);
            if (ofX <= 0 || ofY <= 0) return null;
            return Math.Clamp((double)covariance / (Math.Sqrt((double)ofX) * Math.Sqrt((double)ofY)), -1, 1);
        }
    }

    public double? MeanSeconds => Timed == 0 ? null : (double)Seconds / Timed;

    public static ItemFigures operator +(ItemFigures a, ItemFigures b) => new(a.Attempts + b.Attempts, a.Blank + b.Blank, a.Marks + b.Marks, a.MaxMarks + b.MaxMarks, a.Pairs + b.Pairs,
        a.X + b.X, a.Y + b.Y, a.Xy + b.Xy, a.Xx + b.Xx, a.Yy + b.Yy, a.Timed + b.Timed, a.Seconds + b.Seconds);
}
