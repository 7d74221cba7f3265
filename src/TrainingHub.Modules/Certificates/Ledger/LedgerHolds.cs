using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Certificates.Ledger;

internal sealed class LedgerHolds(VerifyLedger verify) : IInvariant
{
    public string Name => "The ledger of certificates holds, entry by entry";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var found = await verify.Run(null, null, ct);
        return new InvariantFinding(found.Entries, found.Broken is { } broken ? [broken.ToString()] : []);
    }
}
