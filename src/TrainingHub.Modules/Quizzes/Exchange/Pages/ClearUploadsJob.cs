using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Puts away files that were chosen for import more than a day ago.</summary>
internal sealed class ClearUploadsJob(Db db, BlobStore blobs, NamedBlobs named, TimeProvider clock) : IJob
{
    private sealed record Old(long Id, string Sha256);

    public async Task Run(JobRun run, CancellationToken ct)
    {
        var before = clock.GetUtcNow().AddDays(-1);
        foreach (var old in await db.Rows<Old>("select id, sha256 from quizzes_upload where created_at < @before and state <> 'working' order by id limit 200", new { before }, ct))
        {
            await using (var tx = await db.Begin(ct))
            {
                await db.Execute("delete from quizzes_upload where id = @Id", new { old.Id }, ct);
                await tx.Commit(ct);
            }
            // The same bytes may be a picture of a course, or wait for another import.
            if (!await named.Has(old.Sha256, ct)) blobs.Delete(old.Sha256);
            run.Count("put away");
        }
    }
}
