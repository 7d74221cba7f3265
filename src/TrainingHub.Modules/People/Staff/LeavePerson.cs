using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.People.Staff;

/// <summary>Records somebody's last day of work, or corrects it. After that day nobody signs in as them; what they earned stays.</summary>
internal sealed class LeavePerson(Db db, Events events, Audit audit, Reach reach, IPersonDirectory directory)
{
    public async Task<Problem?> Handle(long personId, DateOnly lastDay, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (!await reach.Person(PeoplePermissions.Edit, personId, ct)) return Problem.NotFound("There is no such person.");
        // Letting an administrator go is taking a role away.
        if (!await reach.Account(personId, ct)) return Problem.Because("This person holds a role. Only an administrator can let them go.");
        var person = (await directory.Find(personId, ct))!;
        if (lastDay < person.HiredOn) return Problem.Because("The last day can't be before the hire date, {0}.", person.HiredOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (lastDay > (await directory.Today(personId, ct)).AddYears(1)) return Problem.Because("The last day lies more than a year ahead. Check the year.");
        if (await LastAdministrator.Is(db, personId, ct)) return LastAdministrator.Stays;
        var placed = await db.Scalar<DateOnly>("select max(from_on) from people_placement where person_id = @personId", new { personId }, ct);
        if (lastDay < placed) return Problem.Because("The present placement began later, on {0}. Give that day or a later one.", placed.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

        await db.Execute("update people_person set left_on = @lastDay where id = @personId", new { personId, lastDay }, ct);
        await db.Execute("update people_placement set to_on = @lastDay where person_id = @personId and from_on = @placed", new { personId, lastDay, placed }, ct);
        await db.Execute("delete from people_activation where person_id = @personId and used_at is null", new { personId }, ct);
        await audit.Write("people.left", $"person:{personId}", new { lastDay }, ct);
        await events.Tell(new PersonLeft(personId), ct);
        await tx.Commit(ct);
        return null;
    }
}
