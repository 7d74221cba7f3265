using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certificates.Ledger;

/// <summary>What an entry says about a certificate.</summary>
internal sealed record LedgerNote(string Kind, string CertificateNumber, string Program, DateOnly ValidFrom, DateOnly? ExpiresOn, string Commitment, string? Detail);

/// <summary>Appends to the chain, inside the transaction of what it tells of.</summary>
internal sealed class LedgerWriter(Db db, TimeProvider clock)
{
    private sealed record Head(long Sequence, string Hash);

    /// <summary>
    /// The entry is written as the last thing of the outermost transaction: everybody who issues waits for the row of the head, so it is held
    /// as briefly as can be, and nobody who holds it waits for another lock. That keeps the chain without forks and without deadlocks.
    /// </summary>
    public async Task Append(LedgerNote note, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        tx.BeforeCommit(later => Write(note, later));
        await tx.Commit(ct);
    }

    private async Task Write(LedgerNote note, CancellationToken ct)
    {
        var head = await db.Row<Head>($"select sequence, hash from certificates_ledger_head where id = 1 {db.Dialect.ForUpdate}", null, ct)
            ?? throw new InvalidOperationException("The head of the ledger is missing; restore the database from a backup.");
        var entry = new LedgerEntry(LedgerEntry.CurrentVersion, head.Sequence + 1, LedgerEntry.Instant(clock.GetUtcNow()), note.Kind, note.CertificateNumber, note.Program,
            note.ValidFrom, note.ExpiresOn, note.Commitment, note.Detail, head.Hash);
        var hash = entry.Hash();
        await db.Execute(
            """
            insert into certificates_ledger(sequence, version, at, kind, certificate_number, program, valid_from, expires_on, commitment, detail, previous_hash, hash)
            values (@Sequence, @Version, @At, @Kind, @CertificateNumber, @Program, @ValidFrom, @ExpiresOn, @Commitment, @Detail, @PreviousHash, @hash)
            """,
            new { entry.Sequence, entry.Version, entry.At, entry.Kind, entry.CertificateNumber, entry.Program, entry.ValidFrom, entry.ExpiresOn, entry.Commitment, entry.Detail, entry.PreviousHash, hash }, ct);
        await db.Execute("update certificates_ledger_head set sequence = @Sequence, hash = @hash where id = 1", new { entry.Sequence, hash }, ct);
    }
}
