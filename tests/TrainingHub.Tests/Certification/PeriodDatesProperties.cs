using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Certification.Rules;
using Xunit;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

public sealed class PeriodDatesProperties
{
    private static Gen<(PeriodPolicy Policy, Completion Completion)> Cases(ExpiryBasis basis) =>
        from policy in Policies(basis)
        from completed in Days
        from due in Days.OrNone()
        from near in Gen.Choose(-400, 400)
        from current in Days.Select(d => d.Day == 7 ? d : completed.AddDays(near)).OrNone()
        from anchor in Days.OrNone()
        select (policy, new Completion(completed, due, current, anchor));

    /// <summary>As <see cref="Cases"/>, with a current expiry that a chain under this policy could really have.</summary>
    private static Gen<(PeriodPolicy Policy, Completion Completion)> Renewals(ExpiryBasis basis) =>
        from policy in Policies(basis)
        from anchor in Days
        from k in Gen.Choose(-3, 8)
        let expiry = Naive(anchor, policy.Active, k)
        from away in Gen.OneOf(Gen.Choose(-40, 40), Gen.Choose(-800, 400))
        from near in Gen.Elements(expiry, policy.Window.SubtractFrom(expiry))
        select (policy, new Completion(near.AddDays(away), expiry, expiry, anchor));

    private static Gen<(PeriodPolicy Policy, Completion Completion)> RenewalsWithinTheWindow(ExpiryBasis basis) =>
        from c in Gen.OneOf(Cases(basis).Where(c => c.Completion.CurrentExpiry is not null), Renewals(basis))
        let expiry = c.Completion.CurrentExpiry!.Value
        let window = expiry.DayNumber - Naive(expiry, c.Policy.Window, -1).DayNumber
        from back in Gen.Elements(0, 1, window / 2, window - 1, window)
        select (c.Policy, c.Completion with { Completed = expiry.AddDays(-Math.Clamp(back, 0, window)) });

    /// <summary>anchor + k · A by the framework's own calendar, sharing no line with the code under test.</summary>
    private static DateOnly Naive(DateOnly anchor, CalendarSpan step, int k) => step.Unit switch
    {
        CalendarUnit.Day => anchor.AddDays(step.Count * k),
        CalendarUnit.Week => anchor.AddDays(7 * step.Count * k),
        CalendarUnit.Month => anchor.AddMonths(step.Count * k),
        _ => anchor.AddYears(step.Count * k),
    };

    private static bool IsWithinWindow(PeriodPolicy policy, Completion c) =>
        c.CurrentExpiry is { } e && c.Completed <= e && c.Completed >= Naive(e, policy.Window, -1);

    private static DateOnly NaiveFloor(PeriodPolicy policy, Completion c) => Naive(c.Completed, c.CurrentExpiry is null ? policy.FirstMinimum : policy.Minimum, 1);

    private static DateOnly NaiveFixed(PeriodPolicy policy, Completion c, DateOnly floor)
    {
        // From so far below that nothing can be missed, one step at a time.
        var anchor = c.Anchor ?? c.CurrentExpiry ?? policy.Anchor ?? c.Due ?? c.Completed;
        var k = 0;
        while (Naive(anchor, policy.Active, k) >= floor) k--;
        while (Naive(anchor, policy.Active, k) < floor) k++;
        return Naive(anchor, policy.Active, k);
    }

    private static DateOnly NaiveExpiry(PeriodPolicy policy, Completion c)
    {
        if (c.CurrentExpiry is not { } e) return Naive(c.Due is { } d && c.Completed <= d ? d : c.Completed, policy.Active, 1);
        if (c.Completed > e) return Naive(c.Completed, policy.Active, 1);
        if (c.Completed < Naive(e, policy.Window, -1)) return e;
        var anchor = c.Anchor ?? e;
        var k = 0;
        while (Naive(anchor, policy.Active, k) > e) k--;
        while (Naive(anchor, policy.Active, k) < e) k++;
        return Naive(anchor, policy.Active, k) == e ? Naive(anchor, policy.Active, k + 1) : Naive(e, policy.Active, 1);
    }

    [Fact]
    public void Fixed_equals_a_naive_walk_along_the_grid() => ForAll(Renewals(ExpiryBasis.Fixed), c =>
        Assert.Equal(NaiveFixed(c.Policy, c.Completion, NaiveFloor(c.Policy, c.Completion)), Dates(c.Policy, c.Completion).Expiry));

    [Fact]
    public void Fixed_equals_a_naive_walk_for_every_mixture_of_dates() => ForAll(Cases(ExpiryBasis.Fixed), c =>
    {
        var floor = NaiveFloor(c.Policy, c.Completion);
        if (IsWithinWindow(c.Policy, c.Completion) && c.Completion.CurrentExpiry > floor) floor = c.Completion.CurrentExpiry!.Value;
        Assert.Equal(NaiveFixed(c.Policy, c.Completion, floor), Dates(c.Policy, c.Completion).Expiry);
    });

    [Fact]
    public void Expiry_equals_its_naive_form_in_a_chain() => ForAll(Renewals(ExpiryBasis.Expiry), c =>
        Assert.Equal(NaiveExpiry(c.Policy, c.Completion), Dates(c.Policy, c.Completion).Expiry), 5000);

    [Fact]
    public void Expiry_equals_its_naive_form_for_every_mixture_of_dates() => ForAll(Cases(ExpiryBasis.Expiry), c =>
        Assert.Equal(NaiveExpiry(c.Policy, c.Completion), Dates(c.Policy, c.Completion).Expiry), 5000);

    [Fact]
    public void Completion_equals_its_naive_form() => ForAll(Cases(ExpiryBasis.Completion), c =>
        Assert.Equal(Naive(c.Completion.Completed, c.Policy.Active, 1), Dates(c.Policy, c.Completion).Expiry));

    /// <summary>Also where E is kept literally: before E's window is before E. And of the grid no date is taken that is not a day away at the least.</summary>
    [Theory]
    [InlineData("completion")]
    [InlineData("expiry")]
    [InlineData("fixed")]
    public void The_new_expiry_is_after_the_completion(string basis)
    {
        Assert.True(ExpiryBasisText.TryParse(basis, out var read));
        ForAll(Gen.OneOf(Cases(read), Renewals(read)), c =>
            Assert.True(Dates(c.Policy, c.Completion).Expiry > c.Completion.Completed));
    }

    [Fact]
    public void Fixed_lasts_the_minimum_and_never_a_whole_active_period_more() => ForAll(Gen.OneOf(Cases(ExpiryBasis.Fixed), Renewals(ExpiryBasis.Fixed)), c =>
    {
        var term = Dates(c.Policy, c.Completion);
        var floor = NaiveFloor(c.Policy, c.Completion);
        Assert.True(term.Expiry >= floor);
        if (!IsWithinWindow(c.Policy, c.Completion)) Assert.True(Naive(term.Anchor, c.Policy.Active, term.Steps - 1) < floor);
    });

    [Fact]
    public void A_renewal_within_the_window_never_shortens()
    {
        foreach (var basis in (ExpiryBasis[])[ExpiryBasis.Expiry, ExpiryBasis.Fixed])
        {
            ForAll(RenewalsWithinTheWindow(basis), c =>
            {
                Assert.True(IsWithinWindow(c.Policy, c.Completion));
                var expiry = Dates(c.Policy, c.Completion).Expiry;
                Assert.True(expiry >= c.Completion.CurrentExpiry);
                if (basis == ExpiryBasis.Expiry) Assert.True(expiry > c.Completion.CurrentExpiry);
            });
        }
    }

    /// <summary>The same along whole chains, for all three bases, and where the policy's window and lengths change on the way.</summary>
    [Theory]
    [InlineData("completion")]
    [InlineData("expiry")]
    [InlineData("fixed")]
    public void No_renewal_of_a_chain_shortens_what_is_held(string basis)
    {
        Assert.True(ExpiryBasisText.TryParse(basis, out var read));
        ForAll(
            from before in Policies(read)
            from window in Spans(200)
            from after in Gen.Elements(true, false).Select(keep => keep ? before : PeriodPolicy.Create(before.Active, window, read, before.Minimum, before.Grace).Value ?? before)
            from completed in Days
            from due in Gen.Choose(0, 60)
            from back in Gen.Choose(0, 400)
            select (before, after, completed, due: completed.AddDays(due), back),
            c =>
            {
                var held = Dates(c.before, new Completion(c.completed, c.due));
                // Within the window, and not before what is held was earned.
                var from = held.WindowOpens > c.completed ? held.WindowOpens : c.completed;
                var renewed = held.Expiry.AddDays(-Math.Min(c.back, held.Expiry.DayNumber - from.DayNumber));
                var term = Dates(c.after, new Completion(renewed, held.Expiry, held.Expiry, held.Anchor, held.WindowOpens));
                Assert.True(term.Expiry >= held.Expiry && term.Expiry > renewed);
            });
    }

    [Fact]
    public void The_dates_of_a_term_follow_from_its_anchor_and_steps() => ForAll(
        from basis in Gen.Elements(ExpiryBasis.Completion, ExpiryBasis.Expiry, ExpiryBasis.Fixed)
        from c in Gen.OneOf(Cases(basis), Renewals(basis))
        select c,
        c =>
        {
            var term = Dates(c.Policy, c.Completion);
            Assert.Equal(Naive(term.Anchor, c.Policy.Active, term.Steps), term.Expiry);
            Assert.Equal(Naive(term.Expiry, c.Policy.Window, -1), term.WindowOpens);
            Assert.Equal(Naive(term.Expiry, c.Policy.Grace, 1), term.GraceEnds);
            Assert.True(term.WindowOpens <= term.Expiry && term.Expiry <= term.GraceEnds);
        });

    [Fact]
    public void A_chain_renewed_in_time_never_drifts() => ForAll(
        from policy in Policies(ExpiryBasis.Expiry)
        from due in Days
        from renewals in Gen.Choose(0, 1000).ArrayOf(12)
        select (policy, due, renewals),
        c =>
        {
            var term = Dates(c.policy, new Completion(c.due, c.due));
            for (var k = 1; k <= c.renewals.Length; k++)
            {
                Assert.Equal(new { Anchor = c.due, Steps = k, Expiry = Naive(c.due, c.policy.Active, k) }, new { term.Anchor, term.Steps, term.Expiry });
                var window = term.Expiry.DayNumber - term.WindowOpens.DayNumber + 1;
                term = Dates(c.policy, new Completion(term.WindowOpens.AddDays(c.renewals[k - 1] % window), term.Expiry, term.Expiry, term.Anchor));
            }
        }, 1000);

    [Fact]
    public void The_first_date_of_a_grid_is_found_from_however_far_and_at_the_ends_of_the_calendar() => ForAll(
        from anchor in Gen.Choose(0, DateOnly.MaxValue.DayNumber)
        from floor in Gen.OneOf(Gen.Choose(0, DateOnly.MaxValue.DayNumber), Gen.Choose(0, 500), Gen.Choose(0, 500).Select(n => DateOnly.MaxValue.DayNumber - n))
        from step in Spans(36500)
        where step.Count > 0
        select (new DateGrid(DateOnly.FromDayNumber(anchor), step), DateOnly.FromDayNumber(floor)),
        c =>
        {
            var (grid, floor) = c;
            var k = grid.FirstOnOrAfter(floor);
            Assert.True(grid.TryAt(k, out var found) ? found >= floor : k > 0);
            Assert.True(!grid.TryAt(k - 1, out var before) || before < floor);
            if (found != default) Assert.Equal(k, grid.StepsTo(found));
        }, 10000);
}
