using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Blobs;

/// <summary>Whether a row of any module still names a blob. Equal bytes are one blob, whoever brought them: nobody deletes what others show.</summary>
internal sealed class NamedBlobs(Db db, Registry registry)
{
    public async Task<bool> Has(string sha256, CancellationToken ct)
    {
        foreach (var sql in registry.BlobReferences)
            if (await db.Scalar<long>($"with named(sha256) as ({sql}) select count(*) from named where sha256 = @sha256", new { sha256 }, ct) > 0) return true;
        return false;
    }
}
