using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certificates;

internal sealed record PaperErased(string Sha256);

/// <summary>
/// Erases a person from all certificates: what was printed, the salt and the PDF. What stays (serial, programme, dates, hashes) names nobody, and
/// the ledger still verifies.
/// </summary>
internal sealed class EraseCertificateData(Db db, Work work, Audit audit)
{
    public const string Forget = "certificates.forget-paper";

    private sealed record Erased(long Id, string? PdfSha256);

    public async Task<Problem?> Handle(long personId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var erased = await db.Rows<Erased>(
            "update certificates_certificate set data = null, salt = null, end_reason = null where person_id = @personId and data is not null returning id, pdf_sha256", new { personId }, ct);
        foreach (var (id, sha256) in erased)
        {
            if (sha256 is not null) await work.Enqueue(Forget, new PaperErased(sha256), $"paper:{sha256}", ct);
            await audit.Write("certificates.erased", $"certificate:{id}", null, ct);
        }
        await tx.Commit(ct);
        return null;
    }
}

/// <summary>Deletes the bytes after the erasing transaction is durable; a file can't be rolled back.</summary>
internal sealed class ForgetPaper(BlobStore blobs) : IConsumer<PaperErased>
{
    public Task Handle(PaperErased paper, WorkItem item, CancellationToken ct)
    {
        blobs.Delete(paper.Sha256);
        return Task.CompletedTask;
    }
}
