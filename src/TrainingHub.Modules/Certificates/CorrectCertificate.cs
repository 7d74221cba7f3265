using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certificates;

/// <summary>The dates of a period were moved: its certificate is superseded as corrected, and one with the new dates is issued, in the transaction that moved them.</summary>
internal sealed class CorrectCertificate(Db db, EndCertificate end, IssueCertificate issue) : IHandler<PeriodMoved>
{
    public async Task Handle(PeriodMoved e, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        // One that waits to be issued will have the new dates anyway.
        if (await end.Lock(e.PeriodId, ct) is { } old)
        {
            await end.End(old, LedgerKinds.Superseded, null, EndCertificate.Corrected, null, ct);
            await issue.Handle(new PeriodCertified(e.PeriodId, e.PersonId, e.ProgramId), ct);
        }
        await tx.Commit(ct);
    }
}
