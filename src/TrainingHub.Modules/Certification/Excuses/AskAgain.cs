using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Excuses;

/// <summary>
/// Asks again what was waived and is excused no longer, if something still asks for it: with the time that the rules give, counted from that day, so that nobody is overdue at once.
/// Harmless where nothing was waived.
/// </summary>
internal sealed class AskAgain(Db db, Chains chains, OpenPeriod openPeriod, OpenRenewal openRenewal)
{
    public async Task Handle(long personId, long programId, AsOf when, CancellationToken ct)
    {
        if (await Excuse.On(db, personId, programId, when.Day, ct) is not null) return;
        await using var tx = await db.Begin(ct);
        if (await chains.LockOf(personId, programId, ct) is { } chain)
        {
            // A window that had opened by then was opened then, also where the job comes to it only now.
            if (await openRenewal.IfDue(chain, when.Before, ct)) chain = (await chains.Lock(chain.Requirement.Id, ct))!;
            if (chain is { Open: null, Requirement.IsAssigned: true } && chain.Latest?.EndReason == EndReason.Waived.ToText()) await Open(chain, when, ct);
        }
        await tx.Commit(ct);
    }

    private async Task Open(Chain chain, AsOf when, CancellationToken ct)
    {
        var due = (await AskedTime.Of(db, chain.Requirement.Id, ct)).Again(when.Day);
        if (chain.Certified is not { } certified) await openPeriod.Handle(chain, when, due, ct);
        else if (certified.DayOf(when) is var day && day >= certified.WindowOpensOn) await openPeriod.Renew(chain, certified, day, certified.ExpiresOn >= day ? certified.ExpiresOn : due, when, isTold: true, ct);
    }
}
