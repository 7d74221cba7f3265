using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Excuses;

/// <summary>Ends before its time what excuses somebody from a programme.</summary>
internal sealed class EndExcuse(Db db, Chains chains, CatchUp catchUp, OpenRenewal openRenewal, AskAgain askAgain, IPersonDirectory people, Audit audit, Actor actor, TimeProvider clock)
{
    /// <summary>By hand: what it excused from is asked again at once.</summary>
    public async Task<Problem?> Handle(long personId, long programId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await catchUp.Handle(personId, ct);
        var now = await people.Now(personId, clock, ct);
        if (!await Now(personId, programId, now, ct)) return Problem.Conflict("This person is not excused from it any more.");
        await askAgain.Handle(personId, programId, now, ct);
        await tx.Commit(ct);
        return null;
    }

    /// <summary>From today on, inside the transaction of whoever asks for the programme now, and after <see cref="CatchUp"/>.</summary>
    /// <returns>False where nothing excused.</returns>
    public async Task<bool> Now(long personId, long programId, AsOf when, CancellationToken ct)
    {
        var today = when.Day;
        if (await Excuse.On(db, personId, programId, today, ct) is null) return false;
        var chain = (await chains.LockOf(personId, programId, ct))!;
        // A window that opened while it held asked for nothing, also where the job comes to it only now.
        await openRenewal.IfDue(chain, when, ct);
        // Read again: somebody else may have ended it while we waited.
        if (await Excuse.On(db, personId, programId, today, ct) is not { } excuse) return false;
        await db.Execute("update certification_excuse set ended_on = @today, ended_by = @by, ended_recorded_at = @now where id = @Id", new { excuse.Id, today, by = actor.PersonId, now = clock.GetUtcNow() }, ct);
        await audit.Write("certification.excuse-ended", $"person:{personId}", new { excuse = excuse.Id, ProgramId = programId }, ct);
        return true;
    }
}
