using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning.Together;

/// <summary>
/// Works out the rules for some hundred people in one transaction and a dozen statements, where one by one it would be as many for each of them. It does so only for whom nothing can come out
/// differently; the others are left to <see cref="CatchUp"/>. Who was done is not due any more: cut short anywhere and begun again, it repeats nothing.
/// </summary>
internal sealed class EvaluateTogether(Db db, WriteTogether write, LockPeople locks, EvidenceKinds kinds, ISiteDays sites, TimeProvider clock)
{
    private readonly Dictionary<long, TimeZoneInfo> zones = [];

    private sealed record PersonRow(long PersonId, DateTimeOffset EvaluatedTo, string Standing);

    private sealed record AskedRow(long PersonId, long ProgramId);

    private sealed record DeedRow(long PersonId, DateTimeOffset Latest);

    private sealed record LeafKind(long VersionId, string Kind);

    /// <summary>
    /// Does people from the first on until it comes to one who must be looked at alone: so everything is written in the order of people, however many are done at once and wherever the work was cut short.
    /// </summary>
    /// <param name="people">By their number; nobody is among them whom no <see cref="FirstLook"/> has seen. Somebody who is not due is passed over.</param>
    /// <returns>How many of them are done, and who comes next and must be looked at alone.</returns>
    public async Task<(int Done, IReadOnlyList<long> Alone)> Handle(IReadOnlyList<long> people, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var tx = await db.Begin(ct);
        var rules = await RuleBook.Read(db, now, ct);
        var places = await Locked(people, now, ct);
        var ids = GivenRows.Of(places.Keys);
        // After the lock: what somebody else has done meanwhile is done.
        var visits = (await db.Rows<VisitRow>($"select v.id, v.person_id, v.at, v.standing from certification_visit v where {db.Dialect.Among("v.person_id", "ids")} and v.at <= @now order by v.id", new { ids, now }, ct))
            .ToLookup(v => v.PersonId, v => v.ToVisit());
        var reasons = (await db.Rows<HeldReason>($"select q.person_id, n.rule_id from certification_requirement q join certification_reason n on n.requirement_id = q.id where {db.Dialect.Among("q.person_id", "ids")} and n.ended_at is null", new { ids }, ct)).ToLookup(n => n.PersonId);
        var asked = (await db.Rows<AskedRow>($"select q.person_id, q.program_id from certification_requirement q where {db.Dialect.Among("q.person_id", "ids")}", new { ids }, ct)).ToLookup(q => q.PersonId, q => q.ProgramId);
        var excused = (await db.Rows<long>($"select x.person_id from certification_excuse x where {db.Dialect.Among("x.person_id", "ids")}", new { ids }, ct)).ToHashSet();
        var terms = await ProgramTerms.Read(db, ct);
        foreach (var site in visits.SelectMany(g => g).Select(v => v.Standing?.SiteId).OfType<long>()) await ZoneOf(site, ct);

        var (plans, alone) = (new List<(long Person, Replay Replay, IReadOnlyCollection<PlannedPeriod> Periods)>(), new HashSet<long>());
        foreach (var (person, place) in places)
        {
            var replay = new Replay(place, visits[person], rules, [], site => zones[site], now);
            if (!excused.Contains(person) && PersonPlan.Of(new KnownPerson(person, [.. reasons[person]], asked[person].ToHashSet()), replay, terms) is { } periods) plans.Add((person, replay, periods));
            else alone.Add(person);
        }
        alone.UnionWith(await MayHaveSome(plans, terms, ct));
        var first = people.TakeWhile(p => !alone.Contains(p)).ToHashSet();
        var overtaken = await write.Handle([.. plans.Where(p => first.Contains(p.Person)).Select(p => new DonePerson(p.Person, p.Replay, [.. visits[p.Person].Select(v => v.Id)], p.Periods))], terms, now, ct);
        await tx.Commit(ct);
        return (first.Count, [.. people.Skip(first.Count).TakeWhile(alone.Contains), .. overtaken]);
    }

    /// <summary>Where everybody stands whom something is due for, with their rows locked; the same as <see cref="CatchUp"/> does for one.</summary>
    private async Task<SortedDictionary<long, Place>> Locked(IReadOnlyList<long> people, DateTimeOffset now, CancellationToken ct)
    {
        var given = GivenRows.Of(people);
        await locks.Handle(people, ct);
        var due = await db.Rows<PersonRow>(
            $"""
            select e.person_id, e.evaluated_to, e.standing from certification_person e where {db.Dialect.Among("e.person_id", "given")}
            and (e.evaluated_to < (select max(r.recorded_at) from certification_rule_version r where r.recorded_at <= @now) or exists (select 1 from certification_visit v where v.person_id = e.person_id and v.at <= @now))
            """, new { given, now }, ct);
        var places = new SortedDictionary<long, Place>();
        foreach (var row in due)
        {
            var standing = StandingText.Read(row.Standing);
            places.Add(row.PersonId, new Place(row.EvaluatedTo, standing, await ZoneOf(standing.SiteId, ct)));
        }
        return places;
    }

    /// <summary>Of those to whom something is newly asked: who may have done or may hold some of it already.</summary>
    private async Task<HashSet<long>> MayHaveSome(List<(long Person, Replay Replay, IReadOnlyCollection<PlannedPeriod> Periods)> plans, ProgramTerms terms, CancellationToken ct)
    {
        var since = plans.Where(p => p.Periods.Count > 0).ToDictionary(p => p.Person, p => p.Periods.Min(d => d.When.At));
        var found = new HashSet<long>();
        if (since.Count == 0) return found;
        foreach (var deed in await db.Rows<DeedRow>($"select a.person_id, max(a.occurred_at) as latest from certification_deed a where {db.Dialect.Among("a.person_id", "ids")} group by a.person_id", new { ids = GivenRows.Of(since.Keys) }, ct))
            if (deed.Latest >= since[deed.PersonId]) found.Add(deed.PersonId);
        var asked = (await db.Rows<LeafKind>("select distinct f.version_id, f.kind from certification_leaf f where f.path = 0", null, ct)).ToLookup(f => f.VersionId, f => f.Kind);
        var byKind = plans.SelectMany(p => p.Periods.SelectMany(d => asked[terms.VersionAt(d.ProgramId, d.When.At)]).Select(kind => (kind, p.Person))).Distinct().ToLookup(x => x.kind, x => x.Person);
        foreach (var kind in byKind)
            if (kinds.Of(kind.Key) is { } known) found.UnionWith(await known.MayHold([.. kind], ct));
        return found;
    }

    private async Task<TimeZoneInfo> ZoneOf(long site, CancellationToken ct)
    {
        if (!zones.TryGetValue(site, out var zone)) zones[site] = zone = await sites.Zone(site, ct);
        return zone;
    }
}
