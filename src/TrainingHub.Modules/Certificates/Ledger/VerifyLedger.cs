using System.Security.Cryptography;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certificates.Ledger;

/// <param name="Entries">How many entries were looked at, the broken one included.</param>
/// <param name="LastHash">Of the last sound entry: written down elsewhere, it is what a later check can be held against.</param>
/// <param name="Broken">The first thing that does not hold; null where all does.</param>
internal sealed record LedgerFindings(long Entries, string LastHash, Problem? Broken);

/// <summary>
/// Computes the chain anew, entry by entry, and holds it against its head, the certificates and the stored papers. Reads as a stream:
/// a chain of any length needs the memory of one entry.
/// </summary>
internal sealed class VerifyLedger(Db db, BlobStore blobs)
{
    private sealed record Link(
        long Sequence, int Version, DateTimeOffset At, string Kind, string CertificateNumber, string Program, DateOnly ValidFrom, DateOnly? ExpiresOn, string Commitment, string? Detail, string PreviousHash, string Hash,
        long? CertificateId, string? Data, string? Salt, string? RowCommitment, string? RowProgram, DateOnly? RowValidFrom, DateOnly? RowExpiresOn, string? PdfSha256)
    {
        public LedgerEntry Entry => new(Version, Sequence, At, Kind, CertificateNumber, Program, ValidFrom, ExpiresOn, Commitment, Detail, PreviousHash);
    }

    private sealed record Head(long Sequence, string Hash);

    private sealed record Orphan(string Number);

    /// <param name="before">Looks only at entries before this instant; null: at all, and at the head.</param>
    /// <param name="progress">Told the sequence after each entry.</param>
    public async Task<LedgerFindings> Run(DateTimeOffset? before, Action<long>? progress, CancellationToken ct)
    {
        // The head first: entries appended while we read may be seen or not, those below it must be.
        var head = await db.Row<Head>("select sequence, hash from certificates_ledger_head where id = 1", null, ct);
        var (count, hash) = (0L, LedgerEntry.FirstPreviousHash);
        var hashAtHead = hash;
        var links = db.Stream<Link>(
            """
            select l.sequence, l.version, l.at, l.kind, l.certificate_number, l.program, l.valid_from, l.expires_on, l.commitment, l.detail, l.previous_hash, l.hash,
                   c.id as certificate_id, c.data, c.salt, c.commitment as row_commitment, c.program as row_program, c.valid_from as row_valid_from, c.expires_on as row_expires_on, c.pdf_sha256
            from certificates_ledger l left join certificates_certificate c on c.number = l.certificate_number
            order by l.sequence
            """, null, ct);
        await foreach (var link in links)
        {
            if (before is not null && link.At >= before) break;
            if (ChainFault(link, count, hash) is { } fault) return new LedgerFindings(count + 1, hash, fault);
            if (CertificateFault(link) is { } disagreement) return new LedgerFindings(count + 1, hash, disagreement);
            if (await PaperFault(link, ct) is { } paper) return new LedgerFindings(count + 1, hash, paper);
            (count, hash) = (link.Sequence, link.Hash);
            if (count == head?.Sequence) hashAtHead = hash;
            progress?.Invoke(count);
        }
        return new LedgerFindings(count, hash, before is null ? HeadFault(head, count, hashAtHead) ?? await OrphanFault(ct) : null);
    }

    private static Problem? ChainFault(Link link, long count, string hash)
    {
        if (link.Sequence != count + 1) return Broken("Entry {0} is missing: entry {1} comes after entry {2}.", count + 1, link.Sequence, count);
        if (link.Version != LedgerEntry.CurrentVersion) return Broken("Entry {0} has the version {1}, which this program does not know.", link.Sequence, link.Version);
        if (link.Entry.Hash() != link.Hash) return Broken("Entry {0} ({1} of {2}) was altered: its content does not give its hash.", link.Sequence, link.Kind, link.CertificateNumber);
        return link.PreviousHash == hash ? null : Broken("Entry {0} does not follow entry {1}: it names another hash as the one before it. Entries were reordered or replaced.", link.Sequence, count);
    }

    private static Problem? CertificateFault(Link link)
    {
        if (link.CertificateId is null) return Broken("Entry {0} tells of certificate {1}, which is not in the hub.", link.Sequence, link.CertificateNumber);
        var agrees = link.Commitment == link.RowCommitment && link.Program == link.RowProgram && link.ValidFrom == link.RowValidFrom && link.ExpiresOn == link.RowExpiresOn
            && (link.Data is null || link.Salt is null || CertificateData.Commitment(link.Salt, link.Data) == link.Commitment);
        return agrees ? null : Broken("Certificate {0} was altered: its data is not what entry {1} was made over.", link.CertificateNumber, link.Sequence);
    }

    private async Task<Problem?> PaperFault(Link link, CancellationToken ct)
    {
        if (link.Kind != LedgerKinds.Sealed || link.Data is null) return null;
        if (link.PdfSha256 != link.Detail) return Broken("Certificate {0} names another PDF than the one that entry {1} sealed.", link.CertificateNumber, link.Sequence);
        var bytes = await blobs.Get(link.PdfSha256!, ct);
        if (bytes is null) return Broken("The PDF of certificate {0}, sealed by entry {1}, is not in the blob store.", link.CertificateNumber, link.Sequence);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == link.Detail ? null : Broken("The PDF of certificate {0} was altered: its bytes are not what entry {1} sealed.", link.CertificateNumber, link.Sequence);
    }

    private static Problem? HeadFault(Head? head, long count, string hashAtHead)
    {
        if (head is null) return Broken("The head of the ledger is missing.");
        if (head.Sequence > count) return Broken("Entry {0} is missing: the chain ends at entry {1}, its head says {2}.", count + 1, count, head.Sequence);
        return head.Hash == hashAtHead ? null : Broken("The head of the ledger does not name the hash of entry {0}.", head.Sequence);
    }

    /// <summary>Certificates must not say more than the chain: each is issued once, and sealed or ended as its row says.</summary>
    private async Task<Problem?> OrphanFault(CancellationToken ct)
    {
        var orphan = await db.Row<Orphan>(
            """
            select c.number from certificates_certificate c
            where (select count(*) from certificates_ledger l where l.certificate_number = c.number and l.kind in ('issued', 'carried')) <> 1
               or (select count(*) from certificates_ledger l where l.certificate_number = c.number and l.kind = 'sealed') <> case when c.sealed_at is null then 0 else 1 end
               or (select count(*) from certificates_ledger l where l.certificate_number = c.number and l.kind in ('revoked', 'superseded')) <> case when c.ended_at is null then 0 else 1 end
               or (c.ended_at is not null and not exists (select 1 from certificates_ledger l where l.certificate_number = c.number and l.kind = c.end_kind))
            order by c.id limit 1
            """, null, ct);
        return orphan is null ? null : Broken("Certificate {0} does not agree with the ledger: it is issued, sealed and ended there other than its row says.", orphan.Number);
    }

    private static Problem Broken(string template, params object[] arguments) => new("ledger-broken", template, arguments);
}
