namespace TrainingHub.Modules.Certification.Rules;

/// <summary>What becomes due in the life of a period, and when. The words are stored and told: see PeriodStepDue.</summary>
internal static class PeriodSteps
{
    public const string DueSoon = "due-soon";
    public const string Overdue = "overdue";
    public const string WindowOpens = "window-opens";
    public const string Expiring = "expiring";
    public const string Expired = "expired";
    public const string GraceEnded = "grace-ended";

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

    /// <summary>What comes after one of the steps of <see cref="OfOpen"/> while the period is still open.</summary>
    public static IEnumerable<(string Step, DateOnly On)> AfterOpen(string done, DateOnly? due) => due is { } last && done == DueSoon ? [(Overdue, last.AddDays(1))] : [];

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
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "There is no such step."),
    };
}
