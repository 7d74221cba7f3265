using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>
/// Begins the whole anew for those whose renewal has lapsed, where the policy asks for the whole then. That it is asked needs no job; but a course must be given to read again. Of each renewal once,
/// whether the grace has run out or a recalculation has taken it away.
/// </summary>
internal sealed class TellLapse(Db db, Work work)
{
    private sealed record LapsesRow(long PeriodId, DateOnly GraceEndsOn);

    /// <param name="chains">Locked; with the present instant.</param>
    public async Task Handle(IReadOnlyCollection<(Chain Chain, AsOf When)> chains, CancellationToken ct)
    {
        List<(Period Renewal, DateOnly Today)> renewing = [.. chains.Where(c => c.Chain.Open is { IsRenewal: true }).Select(c => (c.Chain.Open!, c.Chain.CountingDay(c.Chain.Open!, c.When)))];
        if (renewing.Count == 0) return;
        var lapses = (await db.Rows<LapsesRow>(
            $"""
            select d.id as period_id, r.grace_ends_on from certification_period d join certification_period r on r.id = d.renews_id join certification_policy y on y.id = d.policy_id
            where {db.Dialect.Among("d.id", "ids")} and y.lapsed = 'full'
            """, new { ids = GivenRows.Of(renewing.Select(r => r.Renewal.Id).Distinct()) }, ct)).ToDictionary(l => l.PeriodId, l => l.GraceEndsOn);
        foreach (var (renewal, today) in renewing)
            if (lapses.TryGetValue(renewal.Id, out var last) && today > last)
                await work.Enqueue(FreshStart.Lapsed, new PeriodLapsed(renewal.Id, renewal.PersonId, renewal.ProgramId), $"period:{renewal.Id}", ct);
    }
}
