using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Rules;

/// <summary>What the dates of a period depend on beside its policy; civil days in the policy's zone.</summary>
/// <param name="Completed">C: the day on which the last piece of evidence occurred.</param>
/// <param name="Due">D: when the period was due, if it was.</param>
/// <param name="CurrentExpiry">E: the expiry of the period that this one renews; null for a first one.</param>
/// <param name="Anchor">
/// The chain's stored anchor, which outlasts that of the policy. The number of steps from it to E is not asked for: it follows from both, and two
/// sources could disagree. Without an anchor, E is taken as its own. Without E it matters to <c>fixed</c> alone.
/// </param>
/// <param name="CurrentWindowOpens">
/// When the window before E opened, by the policy of the period that ends with E: a policy that changed meanwhile makes nobody's renewal too early. Null: by the new policy.
/// </param>
internal sealed record Completion(DateOnly Completed, DateOnly? Due = null, DateOnly? CurrentExpiry = null, DateOnly? Anchor = null, DateOnly? CurrentWindowOpens = null);

/// <summary>The dates of a certified period; always <c>Expiry = Anchor + Steps · A</c>, clamped at the month's end.</summary>
/// <param name="Anchor">What the chain stores and gives back at the next renewal.</param>
/// <param name="Steps">k: how many active periods from the anchor to the expiry; zero or negative if the anchor lies later.</param>
/// <param name="Expiry">The last valid day, inclusive.</param>
/// <param name="WindowOpens">The first day on which renewal may begin: expiry − W.</param>
/// <param name="GraceEnds">The last day of grace, inclusive: expiry + G. Equal to the expiry if there is none.</param>
internal sealed record PeriodTerm(DateOnly Anchor, int Steps, DateOnly Expiry, DateOnly WindowOpens, DateOnly GraceEnds);

/// <summary>From a policy and a completion to the period's dates. Source: semantics §1, "Policy".</summary>
internal static class PeriodDates
{
    /// <summary>
    /// The dates of the period that this completion certifies.
    /// <list type="bullet">
    /// <item><c>completion</c>: C + A.</item>
    /// <item><c>expiry</c>, renewing E: before E's window, E itself (nothing lost, nothing doubled); within it, E + A from the
    /// chain's anchor; after E, C + A. The first: D + A if C ≤ D, else C + A.</item>
    /// <item><c>fixed</c>: the first date of the grid on or after C + M, of a period that renews none on or after C + the first M. The grid's anchor is
    /// the chain's, else E, else the policy's, else D, else C.</item>
    /// </list>
    /// Where E is not on the anchor's grid (the policy changed, or HR set the date by hand): under <c>expiry</c> E becomes the
    /// anchor, so that credit already earned is kept to the day; under <c>fixed</c> the grid stays, and a renewal
    /// within the window never ends before E.
    /// </summary>
    /// <returns>The dates, or the problem that the calendar (years 1 to 9999) does not hold them.</returns>
    public static Outcome<PeriodTerm> For(PeriodPolicy policy, Completion completion)
    {
        var place = policy.Basis switch
        {
            ExpiryBasis.Completion => Afresh(policy, completion.Completed),
            ExpiryBasis.Expiry => ByExpiry(policy, completion),
            ExpiryBasis.Fixed => ByGrid(policy, completion),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.Basis, "There is no such basis."),
        };
        if (place is var (grid, steps)
            && grid.TryAt(steps, out var expiry)
            && policy.Window.TryAddTo(expiry, -1, out var windowOpens)
            && policy.Grace.TryAddTo(expiry, 1, out var graceEnds))
        {
            return new PeriodTerm(grid.Anchor, steps, expiry, windowOpens, graceEnds);
        }

        return new Problem("outside-calendar", "With {0} as the day of completion, this policy's dates leave the calendar, which has the years 1 to 9999.",
            completion.Completed.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static (DateGrid Grid, int Steps) Afresh(PeriodPolicy policy, DateOnly from) => (new DateGrid(from, policy.Active), 1);

    private static (DateGrid Grid, int Steps)? ByExpiry(PeriodPolicy policy, Completion completion)
    {
        var completed = completion.Completed;
        if (completion.CurrentExpiry is not { } current)
            return Afresh(policy, completion.Due is { } due && completed <= due ? due : completed);
        if (completed > current) return Afresh(policy, completed);
        if (Opening(policy, completion, current) is not { } windowOpens) return null;

        var grid = new DateGrid(completion.Anchor ?? current, policy.Active);
        if (grid.StepsTo(current) is not { } reached) (grid, reached) = (grid with { Anchor = current }, 0);
        return (grid, completed < windowOpens ? reached : reached + 1);
    }

    private static DateOnly? Opening(PeriodPolicy policy, Completion completion, DateOnly current) =>
        completion.CurrentWindowOpens ?? (policy.Window.TryAddTo(current, -1, out var opens) ? opens : null);

    private static (DateGrid Grid, int Steps)? ByGrid(PeriodPolicy policy, Completion completion)
    {
        var completed = completion.Completed;
        var least = completion.CurrentExpiry is null ? policy.FirstMinimum : policy.Minimum;
        if (!least.TryAddTo(completed, 1, out var floor)) return null;
        // On the grid this changes nothing: W is shorter than A, so no grid date lies between C + M and an E within reach.
        if (completion.CurrentExpiry is { } current && current > floor && completed <= current
            && Opening(policy, completion, current) is { } windowOpens && completed >= windowOpens)
        {
            floor = current;
        }

        var grid = new DateGrid(completion.Anchor ?? completion.CurrentExpiry ?? policy.Anchor ?? completion.Due ?? completed, policy.Active);
        return (grid, grid.FirstOnOrAfter(floor));
    }
}
