namespace TrainingHub.Modules.Certification.Rules;

/// <summary>
/// One thing that was recorded about a period: its civil days (when it is true) and <see cref="RecordedAt"/> (when the hub
/// learned it). A correction is a further fact of the same kind, never a change of an old one; otherwise
/// "as recorded" could not say what the reports of that day said.
/// </summary>
internal abstract record PeriodFact
{
    private PeriodFact(DateTimeOffset recordedAt) => RecordedAt = recordedAt;

    /// <summary>The instant of the transaction that wrote it.</summary>
    public DateTimeOffset RecordedAt { get; }

    /// <param name="On">The first day of the open period. For a renewal: the day its window opens, whenever the job that inserts it ran.</param>
    public sealed record Assigned(DateOnly On, DateTimeOffset At) : PeriodFact(At);

    /// <param name="On">The last day in time, inclusive; null takes an earlier due date back.</param>
    public sealed record Due(DateOnly? On, DateTimeOffset At) : PeriodFact(At);

    /// <param name="Completed">The day of the last piece of evidence; from it on the period is not overdue any more.</param>
    /// <param name="ValidFrom">The first valid day.</param>
    /// <param name="Expires">The last valid day, inclusive.</param>
    /// <param name="GraceEnds">The last day of grace, inclusive; <paramref name="Expires"/> if there is none.</param>
    public sealed record Certified(DateOnly Completed, DateOnly ValidFrom, DateOnly Expires, DateOnly GraceEnds, DateTimeOffset At) : PeriodFact(At);

    /// <param name="On">The first day on which it has ended.</param>
    public sealed record Ended(DateOnly On, EndReason Reason, DateTimeOffset At) : PeriodFact(At);

    /// <summary>Takes back an end for this one reason: assigned again, a waiver withdrawn, a revocation that was a mistake.</summary>
    /// <param name="On">The first day on which it has not ended any more; the day of the end itself if that was a mistake.</param>
    public sealed record Restored(DateOnly On, EndReason Reason, DateTimeOffset At) : PeriodFact(At);

    /// <param name="On">The first day of the period that renews this one: the day the window opens.</param>
    public sealed record SuccessorOpened(DateOnly On, DateTimeOffset At) : PeriodFact(At);

    /// <param name="On">The first day on which the successor is not open any more without having renewed this period (waived, unassigned).</param>
    public sealed record SuccessorClosed(DateOnly On, DateTimeOffset At) : PeriodFact(At);
}
