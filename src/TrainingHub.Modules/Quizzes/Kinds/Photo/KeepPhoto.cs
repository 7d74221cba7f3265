using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>
/// Takes in a photo for one question of one's own attempt and gives its key, which is then saved as the answer. The blob is written before
/// the row: a process that ends in between leaves bytes that nothing names, and the learner's page sends the photo again.
/// </summary>
internal sealed class KeepPhoto(Db db, BlobStore blobs, Entropy entropy, TimeProvider clock)
{
    private const int MostPerQuestion = 20;

    public async Task<Outcome<string>> Handle(long attemptId, long personId, int slot, IFormFile? file, CancellationToken ct)
    {
        if (file is null || file.Length == 0) return Problem.Because("No photo arrived. Choose it again.");
        // Looked at first, so that a stranger's request costs neither memory nor disk.
        if (await Kind(attemptId, personId, slot, ct) is not { } kind) return Problem.NotFound("This attempt has no question {0}.", slot);
        if (QuestionKinds.Find(kind) is not IUploadingKind) return Problem.Because("Question {0} takes no photo.", slot);
        if (file.Length > PhotoFile.MostBytes) return Problem.Because("The photo is larger than {0} MB. Choose a smaller one, or lower the resolution of the camera.", PhotoFile.MostBytes / 1024 / 1024);
        using var buffer = new MemoryStream((int)file.Length);
        await file.CopyToAsync(buffer, ct);
        return await Handle(attemptId, slot, buffer.ToArray(), ct);
    }

    private async Task<Outcome<string>> Handle(long attemptId, int slot, byte[] bytes, CancellationToken ct)
    {
        var photo = PhotoFile.Clean(bytes);
        if (photo.Problem is not null) return photo.Problem;
        var (clean, type, width, height) = photo.Value!;
        var sha256 = await blobs.Put(clean, ct);
        await using var tx = await db.Begin(ct);
        await db.Scalar<long?>($"select id from quizzes_attempt where id = @attemptId {db.Dialect.ForUpdate}", new { attemptId }, ct);
        // Sent twice, because an answer got lost on the way, it is the same photo.
        var known = await db.Scalar<string?>("select key from quizzes_photo where attempt_id = @attemptId and slot = @slot and sha256 = @sha256", new { attemptId, slot, sha256 }, ct);
        if (known is null && await db.Scalar<long>("select count(*) from quizzes_photo where attempt_id = @attemptId and slot = @slot", new { attemptId, slot }, ct) >= MostPerQuestion)
            return Problem.Because("{0} photos were already uploaded for this question. The last one that was saved counts.", MostPerQuestion);
        var key = known ?? entropy.Token(130);
        if (known is null)
            await db.Execute("insert into quizzes_photo(key, attempt_id, slot, sha256, type, width, height, received_at) values (@key, @attemptId, @slot, @sha256, @type, @width, @height, @now)",
                new { key, attemptId, slot, sha256, type, width, height, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
        return key;
    }

    private Task<string?> Kind(long attemptId, long personId, int slot, CancellationToken ct) => db.Scalar<string?>(
        """
        select v.kind from quizzes_attempt a join quizzes_slot s on s.attempt_id = a.id and s.slot = @slot join quizzes_question_version v on v.id = s.question_version_id
        where a.id = @attemptId and a.person_id = @personId
        """, new { attemptId, personId, slot }, ct);
}
