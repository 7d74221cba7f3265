using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Excuses somebody from an open period. Rules do not open it again; assigning by hand does.</summary>
internal sealed class WaivePeriod(Db db, Chains chains, EndPeriod endPeriod, CatchUp catchUp, IPersonDirectory people, Audit audit, Actor actor)
{
    public async Task<Problem?> Handle(long periodId, string reason, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Because("Write why it is waived.");
        await using var tx = await db.Begin(ct);
        if (await chains.PersonOf(periodId, ct) is { } personId) await catchUp.Handle(personId, ct);
        if (await chains.LockOfPeriod(periodId, ct) is not { } chain) return Problem.NotFound("There is no such certification.");
        var period = chain.Periods.Single(p => p.Id == periodId);
        if (period.PersonId == actor.PersonId) return Problem.Because("Somebody else must excuse you from what is asked of you.");
        if (!period.IsOpen) return Problem.Conflict("Only what is still to be done can be waived; this was completed or has ended.");
        await endPeriod.Handle(period, await people.Today(period.PersonId, ct), EndReason.Waived, reason.Trim(), ct);
        await audit.Write("certification.waived", $"period:{periodId}", new { period.PersonId, period.ProgramId, reason = reason.Trim() }, ct);
        await tx.Commit(ct);
        return null;
    }
}
