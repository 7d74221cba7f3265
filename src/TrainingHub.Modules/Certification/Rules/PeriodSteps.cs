namespace TrainingHub.Modules.Certification.Rules;

/// <summary>What becomes due in the life of a period, and when. The words are stored and told: see StepsDue.</summary>
internal static class PeriodSteps
{
    public const string DueSoon = "due-soon";
    public const string Overdue = "overdue";
    public const string WindowOpens = "window-opens";
    public const string Expiring = "expiring";
    public const string Expired = "expired";
    public const string GraceEnded = "grace-ended";
    public const string Escalated = "escalated";
    public const string NotRenewed = "not-renewed";

    private const int DueSoonDays = 3;
    private const int ExpiringDays = 14;

    /// <summary>
    /// Steps of a period that was just opened. None for a renewal: it is due when the period that it renews expires, and that one's
    /// own steps say so. No "due soon" where the assignment itself is as recent.
    /// </summary>
    public static IEnumerable<(string Step, DateOnly On)> OfOpen(DateOnly assigned, DateOnly? due, bool isRenewal)
    {
        if (isRenewal || due is not { } last) yield break;
        if (last.AddDays(-DueSoonDays) > assigned) yield return (DueSoon, last.AddDays(-DueSoonDays));
        yield return (Overdue, last.AddDays(1));
    }

    /// <summary>What comes after a step that was done, where that is written only then: nearly all is completed before.</summary>
    /// <param name="last">The last day in time of an open period, the last valid day of a certified one.</param>
    /// <param name="escalate">How long after it somebody responsible hears of it; nothing: never.</param>
    public static (string Step, DateOnly On)? After(string done, DateOnly last, CalendarSpan escalate) => done switch
    {
        DueSoon => (Overdue, last.AddDays(1)),
        Overdue or Expired when escalate.Count > 0 && escalate.TryAddTo(last, 1, out var on) => (done == Overdue ? Escalated : NotRenewed, on),
        _ => null,
    };

    /// <summary>Steps of a period that was just certified. "Expiring" is told two weeks before, in a short window halfway through it.</summary>
    public static IEnumerable<(string Step, DateOnly On)> OfCertified(PeriodTerm term)
    {
        var halfway = term.WindowOpens.AddDays((term.Expiry.DayNumber - term.WindowOpens.DayNumber + 1) / 2);
        var fortnight = term.Expiry.AddDays(-ExpiringDays);
        yield return (WindowOpens, term.WindowOpens);
        yield return (Expiring, fortnight > halfway ? fortnight : halfway);
        yield return (Expired, term.Expiry.AddDays(1));
        if (term.GraceEnds > term.Expiry) yield return (GraceEnded, term.GraceEnds.AddDays(1));
    }

    /// <summary>
    /// Whether telling the step still makes sense on a day on which the period has this status: a job that runs a week late does not
    /// call something "due soon" that is overdue by now.
    /// </summary>
    public static bool StillHolds(string step, PeriodStatus status) => step switch
    {
        DueSoon => status is PeriodStatus.Assigned,
        Overdue => status is PeriodStatus.Overdue,
        WindowOpens => status is PeriodStatus.Certified or PeriodStatus.DueForRenewal or PeriodStatus.InGrace or PeriodStatus.Expired,
        Expiring => status is PeriodStatus.Certified or PeriodStatus.DueForRenewal,
        Expired => status is PeriodStatus.InGrace or PeriodStatus.Expired,
        GraceEnded => status is PeriodStatus.Expired,
        Escalated => status is PeriodStatus.Overdue,
        NotRenewed => status is PeriodStatus.InGrace or PeriodStatus.Expired,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "There is no such step."),
    };
}
