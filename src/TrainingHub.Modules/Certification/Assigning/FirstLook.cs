using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Rows for those whose rules nobody has worked out yet: they begin with the first change that was noted; who was here before anything was noted, with today. Before the transaction in which several are
/// worked out, and in one of its own: a row that is new can't be locked in the order of the others, and two who each hold what the other wants would wait for ever.
/// </summary>
internal sealed class FirstLook(Db db, IAudiences audiences, TimeProvider clock)
{
    public async Task Handle(IReadOnlyCollection<long> people, CancellationToken ct)
    {
        var (now, given) = (clock.GetUtcNow(), GivenRows.Of(people));
        var known = (await db.Rows<long>($"select e.person_id from certification_person e where {db.Dialect.Among("e.person_id", "given")}", new { given }, ct)).ToHashSet();
        if (known.Count == people.Count) return;
        long[] fresh = [.. people.Where(p => !known.Contains(p))];
        var noted = (await db.Rows<VisitRow>($"select v.id, v.person_id, v.at, v.standing from certification_visit v where {db.Dialect.Among("v.person_id", "fresh")} and v.at <= @now and v.standing is not null order by v.at, v.id",
            new { fresh = GivenRows.Of(fresh), now }, ct)).ToLookup(v => v.PersonId);
        long[] unnoted = [.. fresh.Where(p => !noted.Contains(p))];
        var present = unnoted.Length == 0 ? null : await audiences.Standings(unnoted, ct);
        await using var tx = await db.Begin(ct);
        var (rows, looks) = (new GivenRows(), new GivenRows());
        foreach (var person in fresh)
        {
            if (noted[person].FirstOrDefault() is { } first) rows.Row().Add(person).Add(first.At).Add(first.Standing!);
            else if (present!.TryGetValue(person, out var standing))
            {
                rows.Row().Add(person).Add(now).Add(StandingText.Write(standing));
                looks.Row().Add(person).Add(now);
            }
        }
        await db.Execute($"insert into certification_person(person_id, evaluated_to, standing) select x.person_id, x.at, x.standing from {db.Dialect.Given("rows", "person_id {long}", "at {utc}", "standing text")} x where true order by x.person_id on conflict (person_id) do nothing",
            new { rows = rows.ToString() }, ct);
        // Whoever has no visit at all would have nothing to be worked out.
        await db.Execute($"insert into certification_visit(person_id, at) select x.person_id, x.at from {db.Dialect.Given("looks", "person_id {long}", "at {utc}")} x where not exists (select 1 from certification_visit v where v.person_id = x.person_id and v.at <= x.at)",
            new { looks = looks.ToString() }, ct);
        await tx.Commit(ct);
    }
}
