namespace TrainingHub.Modules.Practice.Scheduling;

/// <param name="Stability">Days after which it is remembered with a chance of 90 %.</param>
/// <param name="Difficulty">From 1 to 10.</param>
internal readonly record struct Memory(double Stability, double Difficulty);

/// <summary>
/// FSRS-6 with its published default weights. Days are civil days of the person's site. For a second answer on the same day the factor is at least 1
/// from Good on, as in py-fsrs; ts-fsrs bounds it from Hard on.
/// </summary>
internal static class Fsrs6
{
    /// <summary>The chance to remember at which something is asked again.</summary>
    public const double Retention = 0.9;

    private const double LeastStability = 0.001;

    private static readonly double[] W =
    [
        0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
    ];

    private static readonly double Factor = Math.Pow(Retention, -1 / W[20]) - 1;

    public static Memory First(Grade grade) => new(W[(int)grade - 1], Math.Clamp(FirstDifficulty(grade), 1, 10));

    /// <param name="days">Since the answer before; 0 on the same day.</param>
    public static Memory Next(Memory before, int days, Grade grade)
    {
        var stability = days <= 0 ? SameDay(before.Stability, grade)
            : grade == Grade.Again ? Lapse(before, days)
            : Recalled(before, days, grade);
        return new Memory(Math.Max(stability, LeastStability), Difficulty(before.Difficulty, grade));
    }

    /// <summary>The chance that it is remembered so many days after the last answer.</summary>
    public static double Recall(double stability, int days) => Math.Pow(1 + Factor * Math.Max(days, 0) / stability, -W[20]);

    /// <summary>Whole days until the chance has sunk to <see cref="Retention"/>; at least one.</summary>
    public static int Interval(double stability) =>
        (int)Math.Max(1, Math.Round(stability / Factor * (Math.Pow(Retention, -1 / W[20]) - 1), MidpointRounding.ToEven));

    private static double FirstDifficulty(Grade grade) => W[4] - Math.Exp(W[5] * ((int)grade - 1)) + 1;

    /// <summary>The difficulty it tends back to is the unclamped one of an easy first answer.</summary>
    private static double Difficulty(double before, Grade grade)
    {
        var moved = before - W[6] * ((int)grade - 3) * (10 - before) / 9;
        return Math.Clamp(W[7] * FirstDifficulty(Grade.Easy) + (1 - W[7]) * moved, 1, 10);
    }

    private static double Recalled(Memory before, int days, Grade grade)
    {
        var (s, d, r) = (before.Stability, before.Difficulty, Recall(before.Stability, days));
        var how = grade switch { Grade.Hard => W[15], Grade.Easy => W[16], _ => 1 };
        return s * (1 + Math.Exp(W[8]) * (11 - d) * Math.Pow(s, -W[9]) * (Math.Exp(W[10] * (1 - r)) - 1) * how);
    }

    private static double Lapse(Memory before, int days)
    {
        var (s, d, r) = (before.Stability, before.Difficulty, Recall(before.Stability, days));
        return Math.Min(W[11] * Math.Pow(d, -W[12]) * (Math.Pow(s + 1, W[13]) - 1) * Math.Exp(W[14] * (1 - r)), s / Math.Exp(W[17] * W[18]));
    }

    private static double SameDay(double s, Grade grade)
    {
        var factor = Math.Exp(W[17] * ((int)grade - 3 + W[18])) * Math.Pow(s, -W[19]);
        return s * (grade >= Grade.Good ? Math.Max(factor, 1) : factor);
    }
}
