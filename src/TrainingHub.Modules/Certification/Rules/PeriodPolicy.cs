using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Rules;

/// <summary>
/// How long a certification lasts and when it may be renewed; one version of it (a changed policy is a new one).
/// Only <see cref="Create"/> makes one, so whoever holds a policy holds a sound one. Source: semantics §1, "Policy".
/// The arithmetic never looks at its time zone: by the time dates are computed, instants have become civil days.
/// </summary>
internal sealed record PeriodPolicy
{
    /// <summary>No span may be longer. A slip of the pen ("3000m") is found at once and not when dates overflow.</summary>
    public static readonly CalendarSpan Longest = new(100, CalendarUnit.Year);

    /// <summary>Unless a policy says otherwise.</summary>
    public static readonly CalendarSpan DefaultEscalate = new(7, CalendarUnit.Day);

    private static readonly CalendarSpan OneDay = new(1, CalendarUnit.Day);

    private PeriodPolicy(CalendarSpan active, CalendarSpan window, ExpiryBasis basis, CalendarSpan minimum, CalendarSpan grace, CalendarSpan firstMinimum, DateOnly? anchor, Lapsed lapsed, CalendarSpan escalate, TimeZoneInfo? zone) =>
        (Active, Window, Basis, Minimum, Grace, FirstMinimum, Anchor, Lapsed, Escalate, Zone) = (active, window, basis, minimum, grace, firstMinimum, anchor, lapsed, escalate, zone);

    /// <summary>A: how long a period lasts. At least one unit.</summary>
    public CalendarSpan Active { get; }

    /// <summary>W: how long before expiry renewal may begin; at most A. Zero: on the last day only.</summary>
    public CalendarSpan Window { get; }

    public ExpiryBasis Basis { get; }

    /// <summary>M: for <see cref="ExpiryBasis.Fixed"/>, how long a period lasts at the least. At least one day. The other bases do not look at it.</summary>
    public CalendarSpan Minimum { get; }

    /// <summary>G: how long after expiry a period reads "expired, in grace". May be zero.</summary>
    public CalendarSpan Grace { get; }

    /// <summary>In place of M for a period that renews none: a short one lets whoever joins late in the year renew with everybody else.</summary>
    public CalendarSpan FirstMinimum { get; }

    /// <summary>For <see cref="ExpiryBasis.Fixed"/>: a date of the grid for chains that have none yet. Null: their due date.</summary>
    public DateOnly? Anchor { get; }

    /// <summary>What is asked once grace is over; see <see cref="PeriodPath"/>.</summary>
    public Lapsed Lapsed { get; }

    /// <summary>How long after the due date, or the expiry, the nearest manager hears of it. Zero: never.</summary>
    public CalendarSpan Escalate { get; }

    /// <summary>In which its days are counted; null: in that of the person's site. See <see cref="Contracts.PolicyZone"/>.</summary>
    public TimeZoneInfo? Zone { get; }

    /// <param name="active">A.</param>
    /// <param name="window">W.</param>
    /// <param name="basis">What expiry is counted from.</param>
    /// <param name="minimum">M; null is the default: W, but at least one day.</param>
    /// <param name="grace">G; null is none.</param>
    /// <param name="firstMinimum">M of a first period; null is M.</param>
    /// <param name="anchor">A fixed date, such as any 1 March; null is none.</param>
    /// <param name="lapsed">What is asked once grace is over.</param>
    /// <param name="escalate">When the manager hears of it; null is after seven days.</param>
    /// <param name="zone">In which its days are counted; null is that of the person's site.</param>
    public static Outcome<PeriodPolicy> Create(
        CalendarSpan active, CalendarSpan window, ExpiryBasis basis, CalendarSpan? minimum = null, CalendarSpan? grace = null, CalendarSpan? firstMinimum = null, DateOnly? anchor = null,
        Lapsed lapsed = Lapsed.Renewal, CalendarSpan? escalate = null, TimeZoneInfo? zone = null)
    {
        var least = minimum ?? (window.Count == 0 ? OneDay : window);
        var first = firstMinimum ?? least;
        var after = grace ?? default;
        var tell = escalate ?? DefaultEscalate;

        if (active.Count <= 0) return new Problem("active-too-short", "The active period must last at least a day, not {0}.", active);
        if (window.Count < 0) return new Problem("window-negative", "The renewal window can't be negative; it is {0}.", window);
        var isWhole = window.IsMonths == active.IsMonths && window.Length == active.Length;
        if (!isWhole && !window.IsAlwaysShorterThan(active))
            return new Problem("window-too-long", "The renewal window ({0}) may not be longer than the active period ({1}), or renewal would begin before the period does.", window, active);
        if (least.Count <= 0) return new Problem("minimum-too-short", "The minimum active period must be at least one day, not {0}.", least);
        if (first.Count <= 0) return new Problem("first-minimum-too-short", "The shortest first period must be at least one day, not {0}.", first);
        if (after.Count < 0) return new Problem("grace-negative", "The grace can't be negative; it is {0}.", after);
        if (tell.Count < 0) return new Problem("escalate-negative", "The time after which the manager is told can't be negative; it is {0}.", tell);
        foreach (var span in (ReadOnlySpan<CalendarSpan>)[active, least, first, after, tell])
        {
            if (Longest.IsAlwaysShorterThan(span)) return new Problem("span-too-long", "{0} is too long; no span of a policy may be longer than {1}.", span, Longest);
        }

        return new PeriodPolicy(active, window, basis, least, after, first, anchor, lapsed, tell, zone);
    }

    /// <summary>
    /// What the rules can serve but hardly anybody means; for the policy form to show before saving. Empty for the
    /// other bases, which do not look at M.
    /// </summary>
    public IReadOnlyList<Problem> Advice()
    {
        List<Problem> advice = [];
        if (Basis != ExpiryBasis.Fixed) return advice;
        if (Minimum.IsAlwaysShorterThan(Window))
            advice.Add(new Problem("minimum-below-window", "The minimum ({0}) is shorter than the renewal window ({1}): who renews early in the window gets the same expiry again.", Minimum, Window));
        if (Active.IsAlwaysShorterThan(Minimum))
            advice.Add(new Problem("minimum-above-active", "The minimum ({0}) is longer than the active period ({1}): fixed dates will be skipped.", Minimum, Active));
        if (FirstMinimum != Minimum && FirstMinimum.IsAlwaysShorterThan(Window))
            advice.Add(new Problem("first-below-window", "The shortest first period ({0}) is shorter than the renewal window ({1}): who joins shortly before a fixed date is asked to renew at once.", FirstMinimum, Window));
        return advice;
    }
}
