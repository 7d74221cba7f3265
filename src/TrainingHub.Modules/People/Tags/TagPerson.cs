using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People.Tags;

/// <param name="Give">Held from today; who holds one already keeps it, with the last day given here.</param>
/// <param name="Until">The last day of those given; null: without end.</param>
/// <param name="Take">Not held from today on.</param>
internal sealed record TagChange(IReadOnlyCollection<string> Give, DateOnly? Until, IReadOnlyCollection<string> Take);

/// <summary>
/// Gives somebody tags and takes tags away, from today where the person works. The history keeps what was held; what is given and taken away
/// on one day was a slip and leaves none, and what is given back on the day it ended has never ended.
/// </summary>
internal sealed class TagPerson(Db db, Events events, Audit audit, Actor actor, Reach reach, IPersonDirectory directory, TimeProvider clock)
{
    public const int Most = 50;

    private sealed record Held(long Id, string Tag, DateOnly FromOn, DateOnly? ToOn);

    public async Task<Problem?> Handle(long personId, TagChange change, CancellationToken ct)
    {
        if (change.Give.Select(TagNames.Fault).FirstOrDefault(f => f is not null) is { } fault) return fault;
        await using var tx = await db.Begin(ct);
        if (!await reach.Person(PeoplePermissions.Edit, personId, ct)) return Problem.NotFound("There is no such person.");
        await db.Row<long>($"select id from people_person where id = @personId {db.Dialect.ForUpdate}", new { personId }, ct);
        var (person, today) = ((await directory.Find(personId, ct))!, await directory.Today(personId, ct));
        if (person.LeftOn < today) return Problem.Because("{0} has left. Hire the person again first.", person.Name);
        if (change.Until < today || change.Until > today.AddYears(10)) return Problem.Because("The last day of a tag must lie between today and ten years from now.");

        var held = await db.Rows<Held>(
            "select id, tag, from_on, to_on from people_tag where person_id = @personId and (to_on is null or to_on >= @yesterday) order by id", new { personId, yesterday = today.AddDays(-1) }, ct);
        if (held.Where(h => !(h.ToOn < today)).Select(h => h.Tag).Union(change.Give).Count() > Most) return Problem.Because("Somebody has at most {0} tags.", Most);
        var (given, taken) = (new List<string>(), new List<string>());
        foreach (var tag in change.Give)
            if (await Give(personId, tag, held.Find(h => h.Tag == tag), today, change.Until, ct)) given.Add(tag);
        foreach (var tag in change.Take.Except(change.Give, StringComparer.Ordinal))
            if (held.Find(h => h.Tag == tag && !(h.ToOn < today)) is { } present && await Take(present, today, ct)) taken.Add(tag);
        if (given.Count + taken.Count > 0)
        {
            await audit.Write("people.tagged", $"person:{personId}", new { given, change.Until, taken }, ct);
            await events.Tell(new PersonMoved(personId), ct);
        }
        await tx.Commit(ct);
        return null;
    }

    private async Task<bool> Give(long personId, string tag, Held? present, DateOnly today, DateOnly? until, CancellationToken ct)
    {
        if (present is not null)
            return present.ToOn != until && await db.Execute("update people_tag set to_on = @until where id = @Id", new { present.Id, until }, ct) > 0;
        await db.Execute("insert into people_tag(person_id, tag, from_on, to_on, recorded_at, recorded_by) values (@personId, @tag, @today, @until, @now, @by)",
            new { personId, tag, today, until, now = clock.GetUtcNow(), by = actor.PersonId }, ct);
        return true;
    }

    private async Task<bool> Take(Held present, DateOnly today, CancellationToken ct) =>
        await (present.FromOn >= today
            ? db.Execute("delete from people_tag where id = @Id", new { present.Id }, ct)
            : db.Execute("update people_tag set to_on = @lastDay where id = @Id", new { present.Id, lastDay = today.AddDays(-1) }, ct)) > 0;
}
