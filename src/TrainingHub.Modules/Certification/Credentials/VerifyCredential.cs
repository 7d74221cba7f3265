using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Credentials;

/// <param name="External">The slug of what it is.</param>
/// <param name="Number">Printed on the paper, where it has one.</param>
/// <param name="ExpiresOn">The last valid day; null: it does not expire.</param>
internal sealed record NewCredential(long PersonId, string? External, string? Number, string? Issuer, DateOnly? IssuedOn, DateOnly? ExpiresOn);

/// <summary>HR has seen somebody's paper: keeps what it says and the proof, and counts it.</summary>
internal sealed class VerifyCredential(Db db, BlobStore blobs, IEvidence evidence, IPersonDirectory people, Audit audit, Actor actor, TimeProvider clock)
{
    private sealed record ExternalRow(long Id, string Slug);

    public async Task<Problem?> Handle(NewCredential credential, ProofFile proof, CancellationToken ct)
    {
        if (await db.Row<ExternalRow>("select id, slug from certification_external where slug = @External", new { credential.External }, ct) is not { } external) return Problem.Because("Choose what was verified.");
        if (credential.PersonId == actor.PersonId) return Problem.Because("Somebody else must verify your own papers.");
        var today = await people.Today(credential.PersonId, ct);
        if (credential.IssuedOn > today) return Problem.Because("It can't have been issued in the future. Correct the date.");
        if (credential.ExpiresOn < today) return Problem.Because("It has expired already, so it counts for nothing. Ask for a valid one.");
        if (credential.ExpiresOn < credential.IssuedOn) return Problem.Because("It can't expire before it was issued. Correct the dates.");
        if (credential.Number?.Length > 100 || credential.Issuer?.Length > 200) return Problem.Because("A number has at most 100 characters, an issuer at most 200.");

        var sha256 = await blobs.Put(proof.Bytes, ct);
        await using var tx = await db.Begin(ct);
        // Whoever verifies twice at once waits for the other here.
        await db.Row<long?>($"select id from certification_external where id = @Id {db.Dialect.ForUpdate}", new { external.Id }, ct);
        if (await db.Scalar<long>("select count(*) from certification_credential where person_id = @PersonId and external_id = @Id and file_sha256 = @sha256 and withdrawn_at is null", new { credential.PersonId, external.Id, sha256 }, ct) > 0)
            return Problem.Conflict("This very proof is recorded already.");
        var now = clock.GetUtcNow();
        var id = await db.Insert(
            """
            insert into certification_credential(person_id, external_id, number, issuer, issued_on, expires_on, file_sha256, file_name, file_type, verified_by, verified_at)
            values (@PersonId, @externalId, @Number, @Issuer, @IssuedOn, @ExpiresOn, @sha256, @Name, @Type, @by, @now) returning id
            """,
            new { credential.PersonId, externalId = external.Id, Number = Tidy(credential.Number), Issuer = Tidy(credential.Issuer), credential.IssuedOn, credential.ExpiresOn, sha256, proof.Name, proof.Type, by = actor.PersonId, now }, ct);
        await evidence.Record([new Deed(credential.PersonId, ExternalKind.Name, external.Slug, now, ExternalKind.Reference(id))], ct);
        await audit.Write("certification.credential-verified", $"person:{credential.PersonId}", new { credential = id, external = external.Slug, credential.ExpiresOn }, ct);
        await tx.Commit(ct);
        return null;
    }

    private static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
