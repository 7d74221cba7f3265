using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>Whole lives in one programme, with random policies, days of completion, late and early, and revocations.</summary>
public sealed class ChainProperties
{
    /// <param name="Wait">Days from the opening of the period to its completion.</param>
    /// <param name="RevokedAfter">Days from the completion to the revocation; null: it is not revoked.</param>
    private sealed record Cycle(int Wait, int? RevokedAfter);

    private static readonly Gen<Cycle> Cycles =
        from wait in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, 900))
        from revoked in Gen.Frequency((4, Gen.Constant((int?)null)), (1, Gen.Choose(0, 500).Select(n => (int?)n)))
        select new Cycle(wait, revoked);

    private static DateTimeOffset Noon(DateOnly day) => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);

    /// <summary>The rows as the hub writes them, each cycle under the policy of its turn: a changed policy is for future periods.</summary>
    private static Chain Of(IReadOnlyList<PeriodPolicy> policies, DateOnly begin, IReadOnlyList<Cycle> cycles)
    {
        List<Period> periods = [];
        var (assigned, due, renewed, anchor) = (begin, begin.AddDays(7), (Period?)null, (DateOnly?)null);
        foreach (var cycle in cycles)
        {
            var completed = assigned.AddDays(cycle.Wait);
            var term = Dates(policies[periods.Count % policies.Count], new Completion(completed, due, renewed?.ExpiresOn, anchor, renewed?.WindowOpensOn));
            var revoked = cycle.RevokedAfter is { } days ? completed.AddDays(days) : (DateOnly?)null;
            if (renewed is not null) periods[^1] = renewed with { EndedOn = completed, EndReason = EndReason.Renewed.ToText(), EndedRecordedAt = Noon(completed) };
            var period = new Period(
                periods.Count + 1, 1, 1, 1, periods.Count + 1, renewed?.Id, 1, 1, assigned, due, Noon(assigned), completed, completed, term.Expiry, term.WindowOpens, term.GraceEnds, Noon(completed),
                revoked, revoked is null ? null : EndReason.Revoked.ToText(), revoked is { } on ? Noon(on) : null);
            periods.Add(period);
            anchor = term.Anchor;
            if (revoked is { } again) (assigned, due, renewed) = (again, again.AddDays(7), null);
            else (assigned, due, renewed) = (term.WindowOpens > completed ? term.WindowOpens : completed, term.Expiry, period);
        }
        return new Chain(new RequirementRow(1, 1, 1, anchor, true), periods);
    }

    private static void ForChains(Action<Chain> holds) => ForAll(
        from basis in Gen.Elements(ExpiryBasis.Completion, ExpiryBasis.Expiry, ExpiryBasis.Fixed)
        from other in Gen.Elements(ExpiryBasis.Completion, ExpiryBasis.Expiry, ExpiryBasis.Fixed)
        from first in Policies(basis)
        from second in Policies(other)
        from changes in Gen.Elements(true, false)
        from begin in Days
        from count in Gen.Choose(1, 6)
        from cycles in Cycles.ArrayOf(count)
        select Of(changes ? [first, second] : [first], begin, cycles),
        holds, 400);

    private static IEnumerable<DateOnly> DaysOf(Chain chain)
    {
        // The days on which anything can change, and their neighbours; between two of them nothing does.
        return chain.Periods.SelectMany(p => new[] { p.AssignedOn, p.DueOn, p.CompletedOn, p.ExpiresOn, p.WindowOpensOn, p.GraceEndsOn, p.EndedOn }).OfType<DateOnly>()
            .SelectMany(d => new[] { d.AddDays(-1), d, d.AddDays(1) }).Distinct();
    }

    [Fact]
    public void At_most_one_period_is_active_on_any_day() => ForChains(chain =>
    {
        foreach (var day in DaysOf(chain))
        {
            PeriodStatus[] statuses = [.. chain.Periods.Select(p => chain.FactsOf(p).StatusOn(day))];
            Assert.True(statuses.Count(s => s is PeriodStatus.Certified or PeriodStatus.DueForRenewal or PeriodStatus.InGrace or PeriodStatus.Expired) <= 1, $"{day}: {string.Join(", ", statuses)}");
            Assert.True(statuses.Count(s => s is PeriodStatus.Assigned or PeriodStatus.Overdue) <= 1, $"{day}: {string.Join(", ", statuses)}");
        }
    });

    [Fact]
    public void Who_renews_in_time_is_certified_without_a_gap() => ForChains(chain =>
    {
        foreach (var (held, renewal) in chain.Periods.Zip(chain.Periods.Skip(1)).Where(p => p.Second.RenewsId == p.First.Id && p.Second.CompletedOn <= p.First.ExpiresOn))
        {
            var last = renewal.EndedOn <= renewal.ExpiresOn ? renewal.EndedOn!.Value.AddDays(-1) : renewal.ExpiresOn!.Value;
            foreach (var day in DaysOf(chain).Where(d => d >= held.ValidFrom && d <= last))
                Assert.True(chain.StatusAt(new AsOf(default, day)) is PeriodStatus.Certified or PeriodStatus.DueForRenewal, $"{day}: {chain.StatusAt(new AsOf(default, day))}");
        }
    });
}
