using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.People.Staff;

/// <summary>Places somebody elsewhere from a day on. The history keeps the earlier placement; a change on its first day corrects it.</summary>
internal sealed class MovePerson(Db db, Events events, Audit audit, Reach reach, IPersonDirectory directory, TimeProvider clock)
{
    private sealed record Last(long Id, DateOnly FromOn);

    public async Task<Problem?> Handle(long personId, Placement to, DateOnly from, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (!await reach.Person(PeoplePermissions.Edit, personId, ct)) return Problem.NotFound("There is no such person.");
        var person = (await directory.Find(personId, ct))!;
        if (person.LeftOn is not null) return Problem.Because("{0} has left. Hire the person again first.", person.Name);
        if (await to.Check(db, reach, ct) is { } misplaced) return misplaced;
        var last = (await db.Row<Last>("select id, from_on from people_placement where person_id = @personId order by from_on desc, id desc limit 1", new { personId }, ct))!;
        if (from > last.FromOn && from > await directory.Today(personId, ct)) return Problem.Because("A move can't lie in the future. Record it on the day it happens.");
        if (from < last.FromOn) return Problem.Because("The present placement began later, on {0}. Give that day or a later one.", last.FromOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

        if (from == last.FromOn)
        {
            await db.Execute("update people_placement set site_id = @SiteId, department_id = @DepartmentId, position_id = @PositionId where id = @Id", new { last.Id, to.SiteId, to.DepartmentId, to.PositionId }, ct);
        }
        else
        {
            await db.Execute("update people_placement set to_on = @day where id = @Id", new { last.Id, day = from.AddDays(-1) }, ct);
            await db.Execute("insert into people_placement(person_id, site_id, department_id, position_id, from_on, recorded_at) values (@personId, @SiteId, @DepartmentId, @PositionId, @from, @Now)",
                new { personId, to.SiteId, to.DepartmentId, to.PositionId, from, Now = clock.GetUtcNow() }, ct);
        }
        await db.Execute("update people_person set site_id = @SiteId, department_id = @DepartmentId, position_id = @PositionId where id = @personId", new { personId, to.SiteId, to.DepartmentId, to.PositionId }, ct);
        await audit.Write("people.moved", $"person:{personId}", new { to.SiteId, to.DepartmentId, to.PositionId, from }, ct);
        await events.Tell(new PersonMoved(personId), ct);
        await tx.Commit(ct);
        return null;
    }
}
