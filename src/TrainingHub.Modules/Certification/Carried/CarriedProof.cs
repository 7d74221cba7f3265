using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>Gives out the scan that came with a certification, to whoever sees that person's certifications.</summary>
internal sealed class CarriedProof(Db db, BlobStore blobs, Reach reach)
{
    private sealed record Row(long PersonId, string Proof, string ProofSha256);

    public async Task<IResult> Give(long periodId, CancellationToken ct)
    {
        var row = await db.Row<Row>("select d.person_id, k.proof, k.proof_sha256 from certification_carried k join certification_period d on d.id = k.period_id where k.period_id = @periodId and k.proof_sha256 is not null", new { periodId }, ct);
        if (row is null || !await reach.Sees(row.PersonId, CertificationPermissions.View, ct) || await blobs.Get(row.ProofSha256, ct) is not { } bytes) return TypedResults.NotFound();
        var type = ProofFile.TypeOf(bytes);
        return TypedResults.File(bytes, type ?? "application/octet-stream", ProofFile.Named(row.Proof, type));
    }
}
