using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certificates;

/// <summary>A certificate as it stands, before it ends.</summary>
internal sealed record CurrentCertificate(long Id, string Number, long PeriodId, long PersonId, string Program, DateOnly ValidFrom, DateOnly? ExpiresOn, string Commitment);

/// <summary>
/// Ends the certificate of a period that was revoked or renewed, with the ledger entry, in the transaction of the revocation or renewal.
/// One whose holder moved on or left keeps its certificate: what was earned stays true until it expires.
/// </summary>
internal sealed class EndCertificate(Db db, LedgerWriter ledger, TimeProvider clock) : IHandler<PeriodEnded>
{
    public const string Renewed = "renewed";
    public const string Corrected = "corrected";

    public async Task Handle(PeriodEnded e, CancellationToken ct)
    {
        if (e.Reason is not ("revoked" or "renewed")) return;
        await using var tx = await db.Begin(ct);
        await db.Execute("delete from certificates_pending where period_id = @PeriodId", new { e.PeriodId }, ct);
        if (await Lock(e.PeriodId, ct) is { } certificate)
        {
            if (e.Reason == "revoked") await End(certificate, LedgerKinds.Revoked, e.Note, null, null, ct);
            else await End(certificate, LedgerKinds.Superseded, null, Renewed, await Next(e.PeriodId, ct), ct);
        }
        await tx.Commit(ct);
    }

    /// <summary>The period's current certificate, locked; null where it has none.</summary>
    public Task<CurrentCertificate?> Lock(long periodId, CancellationToken ct) =>
        db.Row<CurrentCertificate>(
            $"select id, number, period_id, person_id, program, valid_from, expires_on, commitment from certificates_certificate where period_id = @periodId and ended_at is null {db.Dialect.ForUpdate}",
            new { periodId }, ct);

    /// <param name="reason">In words, for people of the hub; it may name somebody, so it never enters the ledger.</param>
    /// <param name="detail">In one word, for the ledger.</param>
    public async Task End(CurrentCertificate certificate, string kind, string? reason, string? detail, long? supersededBy, CancellationToken ct)
    {
        await db.Execute("update certificates_certificate set ended_at = @now, end_kind = @kind, end_reason = @reason, superseded_by = @supersededBy where id = @Id",
            new { certificate.Id, now = clock.GetUtcNow(), kind, reason, supersededBy }, ct);
        await ledger.Append(new LedgerNote(kind, certificate.Number, certificate.Program, certificate.ValidFrom, certificate.ExpiresOn, certificate.Commitment, detail), ct);
    }

    private Task<long?> Next(long periodId, CancellationToken ct) =>
        db.Scalar<long?>(
            "select c.id from certificates_certificate c join v_certification_period n on n.id = c.period_id where n.renews_id = @periodId and c.ended_at is null",
            new { periodId }, ct);
}
