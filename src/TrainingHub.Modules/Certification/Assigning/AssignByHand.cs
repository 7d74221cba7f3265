using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>Assigns a programme to somebody by hand, or by own wish: as of now, after whatever the rules had to say until now. It ends an excuse; but nobody ends their own by wishing for the programme.</summary>
internal sealed class AssignByHand(Db db, AssignProgramme assign, CatchUp catchUp, EndExcuse endExcuse, IPersonDirectory people, Audit audit, Actor actor, TimeProvider clock)
{
    /// <param name="kind">manual, self</param>
    /// <returns>The requirement.</returns>
    public async Task<Outcome<long>> Handle(long personId, long programId, string kind, DateOnly? dueOn, CancellationToken ct)
    {
        if (await people.Find(personId, ct) is not { } person) return Problem.NotFound("There is no such person.");
        var when = AsOf.Of(clock.GetUtcNow(), person.Zone);
        var today = when.Day;
        if (person.LeftOn < today) return Problem.Because("{0} no longer works here.", person.Name);
        if (dueOn < today) return Problem.Because("The due date lies in the past; give today or a later day.");
        await using var tx = await db.Begin(ct);
        await catchUp.Handle(personId, ct);
        if (kind == "self" && await Excuse.On(db, personId, programId, today, ct) is not null) return Problem.Because("You are excused from this programme for now. Ask HR if you want to do it all the same.");
        await endExcuse.Now(personId, programId, when, ct);
        var requirement = await assign.Handle(new Assignment(personId, programId, kind, null, dueOn, By: actor.PersonId), when, ct);
        await audit.Write("certification.assigned", $"person:{personId}", new { ProgramId = programId, Kind = kind, DueOn = dueOn }, ct);
        await tx.Commit(ct);
        return requirement;
    }
}
