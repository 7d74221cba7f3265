using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certificates;

/// <summary>
/// The PDF of a certificate: rendered at the first call, sealed in the ledger, the same bytes ever after. Any number of first calls may run at
/// once, each renders; the first to write its hash wins, and the others give out the winner's bytes.
/// </summary>
internal sealed class CertificatePapers(Db db, BlobStore blobs, ICertificateRenderer renderer, LedgerWriter ledger, VerifyAddress address, TimeProvider clock) : ICertificatePapers
{
    private sealed record Row(long Id, string Code, string? Data, string Program, DateOnly ValidFrom, DateOnly? ExpiresOn, string Commitment, string? PdfSha256);

    public async Task<Outcome<byte[]>> Pdf(string number, CancellationToken ct)
    {
        var row = await Find(number, ct);
        if (row is null) return Problem.NotFound("There is no certificate {0}.", number);
        if (row.Data is null) return Problem.NotFound("The data of certificate {0} was erased.", number);
        if (row.PdfSha256 is { } known) return await Stored(number, known, ct);
        if (!address.IsKnown) return Problem.Because("The hub's address is not set (Hub:BaseUrl), so certificate {0} can't be printed yet.", number);

        // The blob before the row: whatever moment the process dies at, no row names bytes that are not there.
        var pdf = renderer.Render(CertificateData.FromJson(row.Data).ToPaper(address.Of(row.Code)));
        var sha256 = await blobs.Put(pdf, ct);
        return await Seal(number, row, sha256, ct) ? pdf : await Stored(number, (await Find(number, ct))?.PdfSha256, ct);
    }

    private Task<Row?> Find(string number, CancellationToken ct) =>
        db.Row<Row>("select id, code, data, program, valid_from, expires_on, commitment, pdf_sha256 from certificates_certificate where number = @number", new { number }, ct);

    private async Task<Outcome<byte[]>> Stored(string number, string? sha256, CancellationToken ct) =>
        sha256 is not null && await blobs.Get(sha256, ct) is { } pdf
            ? pdf
            : Problem.NotFound("The PDF of certificate {0} is missing in the blob store; an administrator can restore it from a backup.", number);

    private async Task<bool> Seal(string number, Row row, string sha256, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var sealedHere = await db.Execute("update certificates_certificate set pdf_sha256 = @sha256, sealed_at = @now where id = @Id and pdf_sha256 is null and data is not null",
            new { row.Id, sha256, now = clock.GetUtcNow() }, ct) == 1;
        if (sealedHere) await ledger.Append(new LedgerNote(LedgerKinds.Sealed, number, row.Program, row.ValidFrom, row.ExpiresOn, row.Commitment, sha256), ct);
        await tx.Commit(ct);
        return sealedHere;
    }
}
