using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>
/// Keeps the sums of the forecast with the facts, in one transaction. Whatever changed, it is counted once, when all has been written: what the chain added
/// before is taken back and what it adds now is added.
/// </summary>
internal sealed class CountHeld(Db db) : IHandler<PersonJoined>, IHandler<PersonMoved>, IHandler<PersonLeft>
{
    private static readonly SumTable Sums = new("certification_forecast", ["site_id", "program_id", "week_on"], ["people"]);

    private (object Transaction, SortedSet<long> Requirements)? waiting;

    private sealed record Row(long Id, long ProgramId, long SiteId, DateOnly? LeftOn, DateOnly? ExpiresOn, long? CountedSiteId, DateOnly? CountedWeekOn)
    {
        public DateOnly? Week => ExpiresOn is { } expires ? HeldWeek.Of(expires, LeftOn) : null;

        public bool IsCounted => Week == CountedWeekOn && (Week is null ? (long?)null : SiteId) == CountedSiteId;
    }

    public Task Handle(PersonJoined e, CancellationToken ct) => OfPerson(e.PersonId, ct);

    public Task Handle(PersonMoved e, CancellationToken ct) => OfPerson(e.PersonId, ct);

    public Task Handle(PersonLeft e, CancellationToken ct) => OfPerson(e.PersonId, ct);

    /// <summary>Counts the chain at the end of the transaction, before the ledger's head is taken: who holds that waits for nobody.</summary>
    public async Task Later(long requirementId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (waiting is not { } held || !ReferenceEquals(held.Transaction, tx.Whole))
        {
            var requirements = new SortedSet<long>();
            waiting = held = (tx.Whole, requirements);
            tx.BeforeCommit(later => Count(requirements, later));
        }
        held.Requirements.Add(requirementId);
        await tx.Commit(ct);
    }

    /// <summary>Counts chains as they stand, inside the caller's transaction; how many were counted wrong.</summary>
    public async Task<int> Count(IReadOnlyCollection<long> requirements, CancellationToken ct)
    {
        var ids = requirements.ToArray();
        // In the order of their ids, as everybody locks them.
        await db.Rows<long>($"select q.id from certification_requirement q where {db.Dialect.In("q.id", "ids")} order by q.id {db.Dialect.ForUpdate}", new { ids }, ct);
        var wrong = (await db.Rows<Row>(
            $"""
            select q.id, q.program_id, p.site_id, p.left_on, d.expires_on, q.counted_site_id, q.counted_week_on
            from certification_requirement q join v_people_person p on p.id = q.person_id
            left join certification_period d on d.requirement_id = q.id and d.completed_on is not null and d.ended_on is null
            where {db.Dialect.In("q.id", "ids")} order by q.id
            """, new { ids }, ct)).Where(r => !r.IsCounted).ToList();
        var sums = new SortedDictionary<(long Site, long Program, DateOnly Week), long>();
        foreach (var row in wrong)
        {
            if (row is { CountedSiteId: { } site, CountedWeekOn: { } week }) sums[(site, row.ProgramId, week)] = sums.GetValueOrDefault((site, row.ProgramId, week)) - 1;
            if (row.Week is { } now) sums[(row.SiteId, row.ProgramId, now)] = sums.GetValueOrDefault((row.SiteId, row.ProgramId, now)) + 1;
            await db.Execute("update certification_requirement set counted_site_id = @site, counted_week_on = @week where id = @Id", new { row.Id, site = row.Week is null ? null : (long?)row.SiteId, week = row.Week }, ct);
        }
        await Sums.Add(db, sums.Select(s => KeyValuePair.Create<object[], long[]>([s.Key.Site, s.Key.Program, s.Key.Week], [s.Value])), ct);
        return wrong.Count;
    }

    /// <summary>All chains of a person: one that is being completed at this moment counts by the place that is committed last.</summary>
    private async Task OfPerson(long personId, CancellationToken ct)
    {
        foreach (var id in await db.Rows<long>("select id from certification_requirement where person_id = @personId order by id", new { personId }, ct)) await Later(id, ct);
    }
}
