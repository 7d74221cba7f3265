using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.People.Staff;

/// <summary>Asks the mail room to send somebody a link with which they choose a password.</summary>
internal sealed class InvitePerson(Db db, Events events, Audit audit, Reach reach, IPersonDirectory directory)
{
    public async Task<Problem?> Handle(long personId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (!await reach.Person(PeoplePermissions.Edit, personId, ct)) return Problem.NotFound("There is no such person.");
        var person = (await directory.Find(personId, ct))!;
        if (person.Email is null) return Problem.Because("{0} has no e-mail address. Print an activation slip instead.", person.Name);
        if (person.LeftOn is { } left && left < await directory.Today(personId, ct)) return Problem.Because("{0} has left. Hire the person again first.", person.Name);
        await events.Tell(new InvitationWanted(personId), ct);
        await audit.Write("people.invited", $"person:{personId}", null, ct);
        await tx.Commit(ct);
        return null;
    }
}
