using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>
/// Gives an open period of a locked chain what its person did and it asks for, and completes it where that is enough. It looks at all that is known since the period
/// counts, not only at what was told last: so neither the order in which deeds arrive nor a job that opens the period late changes what comes of them.
/// </summary>
internal sealed class CountDeeds(Db db, CompletePeriod complete, TimeProvider clock)
{
    private sealed record DeedRow(long Id, string Kind, string Key, DateTimeOffset OccurredAt, string Reference, bool IsCounted);

    /// <param name="home">The zone of the person's site.</param>
    public async Task Handle(Chain chain, Period open, TimeZoneInfo home, CancellationToken ct)
    {
        var zone = chain.CountingZone(open, home);
        var path = await PathRow.Of(db, open.Id, ct);
        var renewedAt = chain.RenewedAt(open);
        var since = CountingEvidence.Since(open.AssignedOn, open.EvidenceFrom, renewedAt, zone);
        // What has completed one period of the programme completes no other.
        var known = await db.Rows<DeedRow>(
            """
            select a.id, a.kind, a.key, a.occurred_at, a.reference, case when e.period_id is null then false else true end as is_counted
            from certification_deed a left join certification_evidence e on e.deed_id = a.id and e.period_id = @Id
            where a.person_id = @PersonId and (e.period_id is not null or (a.occurred_at >= @since and a.taken_back_at is null and (a.period_id is null or a.period_id = @Id) and not exists (
                select 1 from certification_evidence o join certification_period d on d.id = o.period_id where o.deed_id = a.id and d.requirement_id = @RequirementId and d.completed_on is not null)))
            order by a.occurred_at, a.reference
            """,
            new { open.Id, open.PersonId, open.RequirementId, since }, ct);
        DeedRow[] counting = [.. known.Where(d => d.IsCounted || (path.Asks(d.Kind, d.Key) && CountingEvidence.Counts(d.OccurredAt, open.AssignedOn, open.EvidenceFrom, renewedAt, zone)))];
        var satisfiedAt = path.CompletedAt([.. counting.Select(d => new Evidence(d.Kind, d.Key, d.OccurredAt, d.Reference))], zone);
        // What was done after that is left for what comes next.
        foreach (var deed in counting.Where(d => !d.IsCounted && (satisfiedAt is null || d.OccurredAt <= satisfiedAt)))
            await db.Execute("insert into certification_evidence(period_id, deed_id, recorded_at) values (@period, @Id, @now)", new { period = open.Id, deed.Id, now = clock.GetUtcNow() }, ct);
        if (satisfiedAt is { } satisfied) await complete.Handle(chain, open, open.Zone(home).DayOf(satisfied), ct);
    }
}
