using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>Keeps what people did and counts it. In the transaction of the deed: a passed quiz and its certificate come true together.</summary>
internal sealed class RecordDeeds(Db db, Chains chains, OpenRenewal openRenewal, CountDeeds count, CatchUp catchUp, LockPeople locks, IPersonDirectory people, TimeProvider clock) : IEvidence
{
    public async Task Record(IReadOnlyCollection<Deed> deeds, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        IGrouping<long, Deed>[] byPerson = [.. deeds.GroupBy(d => d.PersonId).OrderBy(g => g.Key)];
        // What rules asked since then is asked first, and before the deed is known: a job that runs late costs nobody what was done meanwhile, and changes no date.
        await locks.Handle([.. byPerson.Select(g => g.Key)], ct);
        foreach (var person in byPerson) await catchUp.Handle(person.Key, ct);
        foreach (var deed in byPerson.SelectMany(g => g.OrderBy(d => d.OccurredAt).ThenBy(d => d.Reference, StringComparer.Ordinal))) await Keep(deed, ct);
        foreach (var person in byPerson) await Count(person.Key, [.. person.Select(d => (d.Kind, d.Key)).Distinct()], ct);
        await tx.Commit(ct);
    }

    public async Task TakeBack(long personId, string kind, string key, string reference, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        // Also that it was held when a period began to count.
        var deeds = await db.Rows<long>(
            "select id from certification_deed where person_id = @personId and kind = @kind and key = @key and (reference = @reference or reference like @held) and taken_back_at is null order by id",
            new { personId, kind, key, reference, held = RecordHeld.Reference(reference, "%") }, ct);
        foreach (var id in deeds)
        {
            await db.Execute("update certification_deed set taken_back_at = @now where id = @id", new { id, now = clock.GetUtcNow() }, ct);
            var requirements = await db.Rows<long>(
                "select distinct d.requirement_id from certification_evidence e join certification_period d on d.id = e.period_id where e.deed_id = @id and d.completed_on is null and d.ended_on is null order by d.requirement_id", new { id }, ct);
            foreach (var requirementId in requirements)
                if ((await chains.Lock(requirementId, ct))!.Open is { } open) await db.Execute("delete from certification_evidence where deed_id = @id and period_id = @period", new { id, period = open.Id }, ct);
        }
        await tx.Commit(ct);
    }

    private Task<int> Keep(Deed deed, CancellationToken ct) => db.Execute(
        """
        insert into certification_deed(person_id, kind, key, reference, occurred_at, seen_at, recorded_at, period_id) values (@PersonId, @Kind, @Key, @Reference, @OccurredAt, @seenAt, @now, @PeriodId)
        on conflict (person_id, kind, key, reference) do update set taken_back_at = null where certification_deed.taken_back_at is not null
        """,
        new { deed.PersonId, deed.Kind, deed.Key, deed.Reference, deed.OccurredAt, seenAt = deed.SeenAt ?? deed.OccurredAt, now = clock.GetUtcNow(), deed.PeriodId }, ct);

    private async Task Count(long personId, IReadOnlyList<(string Kind, string Key)> done, CancellationToken ct)
    {
        SortedSet<long> asking = [];
        foreach (var (kind, key) in done) asking.UnionWith(await Asking(personId, kind, key, ct));
        if (asking.Count == 0) return;
        var person = await people.Find(personId, ct) ?? throw new InvalidOperationException($"There is no person {personId}.");
        // Always in the order of their ids, so that two transactions never wait for each other.
        foreach (var requirementId in asking)
        {
            var chain = await chains.Lock(requirementId, ct) ?? throw new InvalidOperationException($"There is no requirement {requirementId}.");
            // A renewal that opens here looks back to these deeds by itself.
            if (await openRenewal.IfDue(chain, AsOf.Of(clock.GetUtcNow(), person.Zone), ct) || chain.Open is not { } open) continue;
            await count.Handle(chain, open, person.Zone, ct);
        }
    }

    /// <summary>The requirements that may have use for it: by what their open period was opened with, or by what a renewal would be opened with now.</summary>
    private Task<List<long>> Asking(long personId, string kind, string key, CancellationToken ct) => db.Rows<long>(
        """
        select distinct d.requirement_id from certification_period d join certification_program p on p.id = d.program_id
        where d.person_id = @personId and d.ended_on is null and (d.completed_on is null or d.window_opens_on <= @latest)
        and exists (select 1 from certification_leaf f where f.kind = @kind and f.key = @key and f.version_id = case when d.completed_on is null then d.program_version_id else p.current_version_id end)
        """,
        new { personId, kind, key, latest = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1) }, ct);
}
