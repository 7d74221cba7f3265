using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Exchange;

internal sealed record ImportUpload(long UploadId);

/// <summary>
/// Imports the good questions of a kept file: a few at once, many as work in the background. The work may be cut off and begun again; what it wrote is then the same.
/// </summary>
internal sealed class ApplyUpload(Db db, BlobStore blobs, PlanItems planner, ImportItems import, Work work, Actor actor, TimeProvider clock) : IConsumer<ImportUpload>
{
    public const string Consumer = "quizzes.import-upload";

    /// <summary>So many are written while the browser waits.</summary>
    public const int AtOnce = 500;

    /// <summary>The person's own upload; null where there is none (any more).</summary>
    public Task<KeptUpload?> Find(long id, CancellationToken ct) =>
        db.Row<KeptUpload>($"select {KeptUpload.Columns} from quizzes_upload where id = @id and person_id = @PersonId", new { id, actor.PersonId }, ct);

    public async Task<ImportPlan?> Plan(KeptUpload upload, CancellationToken ct) =>
        await blobs.Get(upload.Sha256, ct) is { } bytes ? await planner.Handle(ReadItems.Of(upload.Format, bytes), upload.Target, ct) : null;

    /// <summary>To be noted before a preview is worked out; see <see cref="KeptUpload.SeenVersionId"/>.</summary>
    public Task<long> NewestVersion(CancellationToken ct) => db.Scalar<long>("select coalesce(max(id), 0) from quizzes_question_version", null, ct);

    /// <param name="seen">The newest version when the preview was shown; null: as things are now.</param>
    public async Task<Problem?> Handle(long id, long? seen, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } upload || await Plan(upload, ct) is not { } plan) return Problem.NotFound("The preview is too old. Choose the file again.");
        if (upload.State != "ready") return null;
        upload = upload with { SeenVersionId = seen, Added = plan.Count(ItemState.New), Changed = plan.Count(ItemState.Changed) };
        var total = plan.Items.Count(i => i.Writes);
        await using (var tx = await db.Begin(ct))
        {
            if (await db.Execute("update quizzes_upload set state = 'working', total = @total, added = @Added, changed = @Changed, seen_version_id = @SeenVersionId where id = @Id and state = 'ready'", new { upload.Id, total, upload.Added, upload.Changed, upload.SeenVersionId }, ct) == 0) return null;
            // The row is there in any case: what is cut off while the browser waits is finished in the background, a little later.
            await work.Enqueue(Consumer, new ImportUpload(id), $"upload:{id}", total <= AtOnce ? clock.GetUtcNow().AddMinutes(2) : null, ct);
            await tx.Commit(ct);
        }
        if (total <= AtOnce) await Write(upload, plan, ct);
        return null;
    }

    public async Task Handle(ImportUpload payload, WorkItem item, CancellationToken ct)
    {
        var upload = await db.Row<KeptUpload>($"select {KeptUpload.Columns} from quizzes_upload where id = @UploadId and state = 'working'", payload, ct);
        if (upload is null) return;
        if (await Plan(upload, ct) is not { } plan) throw new WorkRefusedException("The file is gone.");
        await Write(upload, plan, ct);
    }

    private async Task Write(KeptUpload upload, ImportPlan plan, CancellationToken ct)
    {
        var unseen = plan.Items.Where(i => i.Writes && i.Seen?.VersionId > upload.SeenVersionId).Select(i => new LeftItem(i, ImportItems.ChangedMeanwhile)).ToList();
        var done = await import.Handle(plan.Without(unseen), upload.CourseId, null, ct);
        var left = done.Faults.Skip(plan.Faults.Count).ToList();
        await using var tx = await db.Begin(ct);
        await db.Execute("update quizzes_upload set state = 'done', added = @added, changed = @changed, not_imported = @notImported where id = @Id", new
        {
            upload.Id, added = upload.Added - (plan.Count(ItemState.New) - done.Count(ItemState.New)), changed = upload.Changed - (plan.Count(ItemState.Changed) - done.Count(ItemState.Changed)),
            notImported = left.Count == 0 ? null : JsonSerializer.Serialize(left, Json.Plain),
        }, ct);
        await tx.Commit(ct);
    }
}
