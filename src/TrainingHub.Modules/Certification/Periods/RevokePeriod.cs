using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>
/// Takes a certification away for a reason. The period is closed and stays as it was; a new one is opened that asks for everything
/// again, with fresh evidence, unless nobody asks it of this person any more.
/// </summary>
internal sealed class RevokePeriod(Db db, Chains chains, EndPeriod endPeriod, OpenPeriod openPeriod, CatchUp catchUp, IPersonDirectory people, Audit audit, TimeProvider clock)
{
    public async Task<Problem?> Handle(long periodId, string reason, CancellationToken ct)
    {
        var (note, unsaid) = ReasonText.Read(reason, Problem.Because("Write why it is revoked."));
        if (unsaid is not null) return unsaid;
        await using var tx = await db.Begin(ct);
        if (await chains.PersonOf(periodId, ct) is { } personId) await catchUp.Handle(personId, ct);
        if (await chains.LockOfPeriod(periodId, ct) is not { } chain) return Problem.NotFound("There is no such certification.");
        var period = chain.Periods.Single(p => p.Id == periodId);
        if (!period.IsCertified) return Problem.Conflict("Only a certification that is in force can be revoked; this one has ended or was never completed.");

        var now = await people.Now(period.PersonId, clock, ct);
        await endPeriod.Handle(period, period.DayOf(now), EndReason.Revoked, note, ct);
        // A renewal under way would be the short path; after a revocation the whole is asked.
        if (chain.Open is { } renewal) await endPeriod.Handle(renewal, renewal.DayOf(now), EndReason.Revoked, note, ct);
        // What is opened counts papers that are still held: not as a renewal of what was just revoked.
        chain = (await chains.LockOfPeriod(periodId, ct))!;
        if (chain.Requirement.IsAssigned) await openPeriod.Handle(chain, now, (await AskedTime.Of(db, chain.Requirement.Id, ct)).Anew(now.Day), ct);
        if ((await chains.LockOfPeriod(periodId, ct))!.Certified is not null)
            return Problem.Conflict("It rests on papers and other certifications alone, and this person still holds them: it would be earned again in the same moment. Withdraw the paper first, or revoke the other certification.");
        await audit.Write("certification.revoked", $"period:{periodId}", new { period.PersonId, period.ProgramId, reason = note }, ct);
        await tx.Commit(ct);
        return null;
    }
}
