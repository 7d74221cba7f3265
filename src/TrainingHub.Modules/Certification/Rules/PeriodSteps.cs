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
    /// Whether the steps of the period that a renewal renews speak for it: it is due on the very day on which that one expires. A renewal that is asked again when that day is past
    /// (an excuse that ended later, a reason that came later) is due on a day of its own, and has steps and notices of its own.
    /// </summary>
    /// <param name="renewedExpiry">When what it renews expires; null for a period that renews none.</param>
    public static bool AreSpokenFor(DateOnly? due, DateOnly? renewedExpiry) => renewedExpiry is not null && due == renewedExpiry;

    /// <summary>Steps of a period that was just opened. No "due soon" where the assignment itself is as recent.</summary>
    public static IEnumerable<(string Step, DateOnly On)> OfOpen(DateOnly assigned, DateOnly? due, DateOnly? renewedExpiry)
    {
        if (AreSpokenFor(due, renewedExpiry) || due is not { } last) yield break;
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

    /// <summary>The step after which this one is noted; null where it is noted at once.</summary>
    public static string? Before(string step) => step switch
    {
        Overdue => DueSoon,
        Escalated => Overdue,
        NotRenewed => Expired,
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

    /// <summary>All that becomes due of an open period, also what is noted only later.</summary>
    public static IEnumerable<(string Step, DateOnly On)> LifeOfOpen(DateOnly assigned, DateOnly? due, DateOnly? renewedExpiry, CalendarSpan escalate)
    {
        foreach (var step in OfOpen(assigned, due, renewedExpiry))
        {
            yield return step;
            if (step.Step == Overdue && After(Overdue, due!.Value, escalate) is { } told) yield return told;
        }
    }

    /// <summary>All that becomes due of a certified period, also what is noted only later.</summary>
    public static IEnumerable<(string Step, DateOnly On)> LifeOfCertified(PeriodTerm term, CalendarSpan escalate)
    {
        foreach (var step in OfCertified(term)) yield return step;
        if (After(Expired, term.Expiry, escalate) is { } told) yield return told;
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
