using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certificates;

/// <summary>
/// Corrects a clerical mistake on paper: a new certificate for the same period with the names and titles as they are now; the old one is superseded.
/// The certification itself is untouched, so nobody has to learn anything again.
/// </summary>
internal sealed class ReissueCertificate(Db db, EndCertificate end, IssueCertificate issue, VerifyAddress address, Audit audit)
{
    /// <returns>The new certificate's number.</returns>
    public async Task<Outcome<string>> Handle(string number, string reason, CancellationToken ct)
    {
        var (wrong, unsaid) = ReasonText.Read(reason, Problem.Because("Say what was wrong on the certificate."));
        if (unsaid is not null) return unsaid;
        if (!address.IsKnown) return Problem.Because("The hub's address is not set (Hub:BaseUrl), so nothing can be issued.");
        await using var tx = await db.Begin(ct);
        var periodId = await db.Scalar<long?>("select period_id from certificates_certificate where number = @number", new { number }, ct);
        if (periodId is null) return Problem.NotFound("There is no certificate {0}.", number);
        if (await end.Lock(periodId.Value, ct) is not { } old || old.Number != number) return Problem.Conflict("Certificate {0} is not current any more, so it can't be corrected.", number);

        await end.End(old, LedgerKinds.Superseded, wrong!, EndCertificate.Corrected, null, ct);
        var id = await issue.Issue(old.PeriodId, ct);
        await db.Execute("update certificates_certificate set superseded_by = @id where id = @Old", new { id, Old = old.Id }, ct);
        await audit.Write("certificates.reissued", $"certificate:{old.Id}", new { replacedBy = id }, ct);
        var corrected = await db.Scalar<string>("select number from certificates_certificate where id = @id", new { id }, ct);
        await tx.Commit(ct);
        return corrected!;
    }
}
