using System.Text.Json;
using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Brings what the rules ask of ONE person up to now: everything that happened since it was last worked out, in order, each as of its own instant and by what was known then.
/// So it makes no difference when it runs. Whoever acts on somebody's certifications calls it first: then nothing depends on which job came before which.
/// </summary>
internal sealed class CatchUp(Db db, EvaluatePerson evaluate, AskAgain askAgain, IAudiences audiences, ISiteDays sites, TimeProvider clock)
{
    private sealed record PersonRow(DateTimeOffset EvaluatedTo, string Standing);

    private sealed record Visit(long Id, DateTimeOffset At, string? Standing);

    /// <summary>Where the work has got to.</summary>
    private sealed record Place(DateTimeOffset At, PersonStanding Standing, TimeZoneInfo Zone);

    public async Task Handle(long personId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!await IsDue(personId, now, ct)) return;
        await using var tx = await db.Begin(ct);
        var place = await Locked(personId, now, ct);
        if (place is not null)
        {
            var excuses = await Excuse.Ending(db, personId, ct);
            var (reached, rules) = await Replay(personId, place, excuses, now, ct);
            await Keep(personId, reached, rules, excuses, now, ct);
        }
        await tx.Commit(ct);
    }

    /// <summary>Whether something happened since; one look, for those who ask before every deed.</summary>
    public async Task<bool> IsDue(long personId, DateTimeOffset now, CancellationToken ct) => await db.Scalar<long>(
        """
        select case when exists (select 1 from certification_visit v where v.person_id = @personId and v.at <= @now)
            or exists (select 1 from certification_person e join certification_rule_version r on r.recorded_at > e.evaluated_to where e.person_id = @personId and r.recorded_at <= @now) then 1 else 0 end
        """, new { personId, now }, ct) == 1;

    private async Task<Place?> Locked(long personId, DateTimeOffset now, CancellationToken ct)
    {
        // Who was never looked at begins with the first change that was noted; who was here before anything was noted, with today.
        var first = await db.Row<Visit>(
            "select v.id, v.at, v.standing from certification_visit v where v.person_id = @personId and v.at <= @now order by case when v.standing is null then 1 else 0 end, v.at, v.id limit 1",
            new { personId, now }, ct);
        var begin = first?.Standing is null ? now : first.At;
        var standing = first?.Standing ?? (await audiences.Standing(personId, ct) is { } present ? JsonSerializer.Serialize(present, Json.Plain) : null);
        if (standing is null) return null;
        await db.Execute("insert into certification_person(person_id, evaluated_to, standing) values (@personId, @begin, @standing) on conflict (person_id) do nothing", new { personId, begin, standing }, ct);
        var row = (await db.Row<PersonRow>($"select evaluated_to, standing from certification_person where person_id = @personId {db.Dialect.ForUpdate}", new { personId }, ct))!;
        // All at once and in the order in which evidence locks them: rules come in another order, and two orders are a deadlock.
        await db.Rows<long>($"select id from certification_requirement where person_id = @personId order by id {db.Dialect.ForUpdate}", new { personId }, ct);
        return await At(row.EvaluatedTo, Read(row.Standing), ct);
    }

    private async Task<(Place Reached, List<RuleVersion> Rules)> Replay(long personId, Place place, List<Excuse> excuses, DateTimeOffset now, CancellationToken ct)
    {
        var rules = await db.Rows<RuleVersion>($"select {RuleVersion.Columns} from {RuleVersion.Tables} where r.recorded_at <= @now order by r.id", new { now }, ct);
        var visits = InOrder(await db.Rows<Visit>("select v.id, v.at, v.standing from certification_visit v where v.person_id = @personId and v.at <= @now order by v.id", new { personId, now }, ct));
        while (true)
        {
            var byTime = ByTime(place, rules, excuses);
            var byRule = rules.Where(r => r.RecordedAt > place.At).Select(r => (DateTimeOffset?)r.RecordedAt).Min();
            // A visit that was noted late, as by a rule that was saved in the same moment, can't be put in before what is done already.
            var byVisit = visits.TryPeek(out var visit) ? visit.At > place.At ? visit.At : place.At : (DateTimeOffset?)null;
            if (new[] { byTime, byVisit, byRule }.Min() is not { } at || at > now) return (place, rules);
            // At one instant: first what the new day brought, then what people did, then what was decided about everybody.
            place = place with { At = at };
            if (at == byVisit && at != byTime)
            {
                visits.Dequeue();
                await db.Execute("delete from certification_visit where id = @Id", new { visit!.Id }, ct);
                if (visit.Standing is not null) place = await At(at, Read(visit.Standing), ct);
            }
            await evaluate.Handle(personId, place.Standing, [.. RuleVersion.KnownAt(rules, at)], new AsOf(at, place.Zone.DayOf(at), at == byTime), ct);
            // Last: of whom nothing is asked any more, nothing is asked again.
            var over = excuses.Where(x => x.AsksAgainOn <= place.Zone.DayOf(at)).Select(x => x.ProgramId).Distinct();
            foreach (var programId in over) await askAgain.Handle(personId, programId, new AsOf(at, place.Zone.DayOf(at), at == byTime), ct);
        }
    }

    /// <summary>Remembers how far it came, and when to look again.</summary>
    private async Task Keep(long personId, Place reached, List<RuleVersion> rules, List<Excuse> excuses, DateTimeOffset now, CancellationToken ct)
    {
        await db.Execute("update certification_person set evaluated_to = @At, standing = @standing where person_id = @personId", new { personId, reached.At, standing = JsonSerializer.Serialize(reached.Standing, Json.Plain) }, ct);
        await db.Execute("delete from certification_visit where person_id = @personId and standing is null and at > @now", new { personId, now }, ct);
        if (ByTime(reached, rules, excuses) is { } next) await db.Execute("insert into certification_visit(person_id, at) values (@personId, @next)", new { personId, next }, ct);
    }

    /// <summary>By their instants; but a clock that was put back does not put what was noted last before what was noted first.</summary>
    private static Queue<Visit> InOrder(List<Visit> visits)
    {
        var latest = DateTimeOffset.MinValue;
        return new Queue<Visit>(visits.Select(v => v.Standing is null ? v : v with { At = latest = v.At > latest ? v.At : latest }).OrderBy(v => v.At).ThenBy(v => v.Id));
    }

    private static DateTimeOffset? ByTime(Place place, List<RuleVersion> rules, List<Excuse> excuses) =>
        RuleDays.Next(place.Standing, RuleVersion.KnownAt(rules, place.At), excuses.Select(x => x.AsksAgainOn).OfType<DateOnly>(), place.Zone.DayOf(place.At)) is { } day ? place.Zone.StartOfDay(day) : null;

    private async Task<Place> At(DateTimeOffset at, PersonStanding standing, CancellationToken ct) => new(at, standing, await sites.Zone(standing.SiteId, ct));

    private static PersonStanding Read(string json) => JsonSerializer.Deserialize<PersonStanding>(json, Json.Plain)!;
}
