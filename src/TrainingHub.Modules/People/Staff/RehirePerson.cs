using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.People.Staff;

/// <summary>Takes somebody on again who had left: the same person with their history, without the roles, the tags and the password of before.</summary>
internal sealed class RehirePerson(Db db, Events events, Audit audit, Reach reach, IPersonDirectory directory, Entropy entropy, TimeProvider clock)
{
    public async Task<Problem?> Handle(long personId, Placement to, DateOnly hiredOn, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (!await reach.Person(PeoplePermissions.Edit, personId, ct)) return Problem.NotFound("There is no such person.");
        var person = (await directory.Find(personId, ct))!;
        if (person.LeftOn is not { } left) return Problem.Because("{0} still works here.", person.Name);
        if (hiredOn <= left) return Problem.Because("The new hire date must be after the last day of work, {0}.", left.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (hiredOn > (await directory.Today(personId, ct)).AddYears(1)) return Problem.Because("The hire date lies more than a year ahead. Check the year.");
        if (await to.Check(db, reach, ct) is { } misplaced) return misplaced;

        await db.Execute(
            """
            update people_person set hired_on = @hiredOn, left_on = null, site_id = @SiteId, department_id = @DepartmentId, position_id = @PositionId,
                password_hash = null, security_stamp = @stamp, concurrency_stamp = @stamp, failed_count = 0, lockout_until = null
            where id = @personId
            """,
            new { personId, hiredOn, to.SiteId, to.DepartmentId, to.PositionId, stamp = entropy.Uuid() }, ct);
        await db.Execute("delete from people_tag where person_id = @personId and from_on > @left", new { personId, left }, ct);
        await db.Execute("update people_tag set to_on = @left where person_id = @personId and (to_on is null or to_on > @left)", new { personId, left }, ct);
        await db.Execute("delete from people_grant where person_id = @personId", new { personId }, ct);
        await db.Execute("update people_token set revoked_at = @now where person_id = @personId and revoked_at is null", new { personId, now = clock.GetUtcNow() }, ct);
        await db.Execute("insert into people_placement(person_id, site_id, department_id, position_id, from_on, recorded_at) values (@personId, @SiteId, @DepartmentId, @PositionId, @hiredOn, @now)",
            new { personId, to.SiteId, to.DepartmentId, to.PositionId, hiredOn, now = clock.GetUtcNow() }, ct);
        await audit.Write("people.rehired", $"person:{personId}", new { hiredOn, to.SiteId, to.DepartmentId, to.PositionId }, ct);
        await events.Tell(new PersonJoined(personId), ct);
        await tx.Commit(ct);
        return null;
    }
}
