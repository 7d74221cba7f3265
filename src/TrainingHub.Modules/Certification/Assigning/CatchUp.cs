using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Brings what the rules ask of ONE person up to now: everything that happened since it was last worked out, in order, each as of its own instant and by what was known then.
/// So it makes no difference when it runs. Whoever acts on somebody's certifications calls it first: then nothing depends on which job came before which.
/// </summary>
internal sealed class CatchUp(Db db, EvaluatePerson evaluate, AskAgain askAgain, LockPeople locks, IAudiences audiences, ISiteDays sites, TimeProvider clock)
{
    private sealed record PersonRow(DateTimeOffset EvaluatedTo, string Standing);

    public async Task Handle(long personId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!await IsDue(personId, now, ct)) return;
        await using var tx = await db.Begin(ct);
        if (await Locked(personId, now, ct) is { } place)
        {
            var visits = (await db.Rows<VisitRow>("select v.id, v.person_id, v.at, v.standing from certification_visit v where v.person_id = @personId and v.at <= @now order by v.id", new { personId, now }, ct)).ConvertAll(v => v.ToVisit());
            var zones = new Dictionary<long, TimeZoneInfo> { [place.Standing.SiteId] = place.Zone };
            foreach (var site in visits.Select(v => v.Standing?.SiteId).OfType<long>()) zones[site] = await sites.Zone(site, ct);
            var excuses = await Excuse.Ending(db, personId, ct);
            var replay = new Replay(place, visits, await RuleBook.Read(db, now, ct), [.. excuses.Select(x => x.AsksAgainOn).OfType<DateOnly>()], site => zones[site], now);
            foreach (var moment in replay.Moments())
            {
                if (moment.Visit is { } done) await db.Execute("delete from certification_visit where id = @done", new { done }, ct);
                await evaluate.Handle(personId, moment.Standing, moment.Rules, moment.When, ct);
                // Last: of whom nothing is asked any more, nothing is asked again.
                foreach (var programId in excuses.Where(x => x.AsksAgainOn <= moment.When.Day).Select(x => x.ProgramId).Distinct()) await askAgain.Handle(personId, programId, moment.When, ct);
            }
            await Keep(personId, replay, now, ct);
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
        var first = await db.Row<VisitRow>(
            "select v.id, v.person_id, v.at, v.standing from certification_visit v where v.person_id = @personId and v.at <= @now order by case when v.standing is null then 1 else 0 end, v.at, v.id limit 1",
            new { personId, now }, ct);
        var begin = first?.Standing is null ? now : first.At;
        var standing = first?.Standing ?? (await audiences.Standing(personId, ct) is { } present ? StandingText.Write(present) : null);
        if (standing is null) return null;
        await db.Execute("insert into certification_person(person_id, evaluated_to, standing) values (@personId, @begin, @standing) on conflict (person_id) do nothing", new { personId, begin, standing }, ct);
        // All at once and in the order in which evidence locks them: rules come in another order, and two orders are a deadlock.
        await locks.Handle([personId], ct);
        var row = (await db.Row<PersonRow>("select evaluated_to, standing from certification_person where person_id = @personId", new { personId }, ct))!;
        var known = StandingText.Read(row.Standing);
        return new Place(row.EvaluatedTo, known, await sites.Zone(known.SiteId, ct));
    }

    /// <summary>Remembers how far it came, and when to look again.</summary>
    private async Task Keep(long personId, Replay replay, DateTimeOffset now, CancellationToken ct)
    {
        await db.Execute("update certification_person set evaluated_to = @At, standing = @standing where person_id = @personId", new { personId, replay.Reached.At, standing = StandingText.Write(replay.Reached.Standing) }, ct);
        await db.Execute("delete from certification_visit where person_id = @personId and standing is null and at > @now", new { personId, now }, ct);
        if (replay.NextByTime() is { } next) await db.Execute("insert into certification_visit(person_id, at) values (@personId, @next)", new { personId, next }, ct);
    }
}
