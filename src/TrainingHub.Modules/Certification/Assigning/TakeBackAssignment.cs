using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>Takes back what somebody assigned by hand. What rules ask of the person stays.</summary>
internal sealed class TakeBackAssignment(Db db, DropReason drop, CatchUp catchUp, IPersonDirectory people, Audit audit, Actor actor, TimeProvider clock)
{
    private sealed record Row(long PersonId, long ProgramId, string Kind);

    public async Task<Problem?> Handle(long reasonId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var row = await db.Row<Row>("select q.person_id, q.program_id, n.kind from certification_reason n join certification_requirement q on q.id = n.requirement_id where n.id = @reasonId and n.rule_id is null", new { reasonId }, ct);
        if (row is null) return Problem.NotFound("There is no such assignment.");
        if (row.Kind == "manual" && row.PersonId == actor.PersonId) return Problem.Because("Somebody else must excuse you from what is asked of you.");
        await catchUp.Handle(row.PersonId, ct);
        if (await drop.Handle(reasonId, await people.Now(row.PersonId, clock, ct), null, actor.PersonId, ct))
            await audit.Write("certification.unassigned", $"person:{row.PersonId}", new { row.ProgramId, row.Kind }, ct);
        await tx.Commit(ct);
        return null;
    }
}
