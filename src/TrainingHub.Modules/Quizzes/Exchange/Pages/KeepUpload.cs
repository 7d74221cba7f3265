using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <param name="Course">The slug; null or "": the shared bank.</param>
/// <param name="Format">Null or "": by the file's name.</param>
internal sealed record NewUpload(string FileName, byte[] Bytes, string? Format, string? Course, string? Language, string? Category);

/// <summary>Keeps a chosen file for a day, so that what was looked at is what is imported.</summary>
internal sealed class KeepUpload(Db db, BlobStore blobs, Actor actor, TimeProvider clock)
{
    public async Task<Outcome<long>> Handle(NewUpload upload, CancellationToken ct)
    {
        var format = string.IsNullOrEmpty(upload.Format) ? ReadItems.Guess(upload.FileName) : upload.Format;
        if (format is null || !ReadItems.Formats.Contains(format)) return Problem.Because("The name of the file does not tell its format. Choose the format.");
        if (upload.Bytes.Length == 0) return Problem.Because("The file is empty.");
        long? courseId = 0;
        if (!string.IsNullOrEmpty(upload.Course)) courseId = await db.Scalar<long?>("select id from v_course where slug = @Course", new { upload.Course }, ct);
        if (courseId is null) return Problem.NotFound("There is no such course.");
        var category = string.IsNullOrWhiteSpace(upload.Category) ? null : ItemCategory.Normal(upload.Category);
        if (category?.Length > 200) return Problem.Because("A category has at most 200 characters.");
        var sha256 = await blobs.Put(upload.Bytes, ct);
        var fileName = Path.GetFileName(upload.FileName);
        await using var tx = await db.Begin(ct);
        var id = await db.Insert(
            """
            insert into quizzes_upload(person_id, course_id, format, language, category, file_name, sha256, state, created_at)
            values (@PersonId, @courseId, @format, @language, @category, @fileName, @sha256, 'ready', @now) returning id
            """,
            new { actor.PersonId, courseId, format, language = Platform.Text.Languages.All.Contains(upload.Language) ? upload.Language : null, category, fileName = fileName.Length > 200 ? fileName[..200] : fileName, sha256, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
        return id;
    }
}
