using Microsoft.Extensions.Logging;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>
/// Courses published before the hub kept checklists have them in their files alone; at the first start after the update they are read from there.
/// Nobody checked them then: those with a fault are left out until the course is published anew, and keep no hub from starting.
/// </summary>
internal sealed partial class CatchUpChecklists(Db db, BlobStore blobs, FloorRows floor, ILogger<CatchUpChecklists> log) : IStartStep
{
    private sealed record Behind(long CourseId, long VersionId, string Slug, string Sha256);

    public async Task Run(CancellationToken ct)
    {
        var courses = await db.Rows<Behind>(
            """
            select c.id as course_id, c.version_id, c.slug, f.sha256 from v_course c join courses_file f on f.version_id = c.version_id and f.path = @Checklists
            where not exists (select 1 from courses_checklist k where k.version_id = c.version_id)
            """,
            new { ContentPaths.Checklists }, ct);
        foreach (var course in courses)
        {
            if (await blobs.Get(course.Sha256, ct) is not { } bytes)
            {
                FileMissing(log, course.CourseId, course.VersionId);
                continue;
            }
            var faults = new Faults();
            var lists = await Read(course, bytes, faults, ct);
            if (faults.Any)
            {
                FileFaulty(log, course.CourseId, course.VersionId, faults.All.Count);
                continue;
            }
            await using var tx = await db.Begin(ct);
            await floor.Add(course.VersionId, lists, ct);
            await tx.Commit(ct);
        }
    }

    private async Task<IReadOnlyList<Checklist>> Read(Behind course, byte[] bytes, Faults faults, CancellationToken ct)
    {
        var file = new CourseFolder(course.Slug, new Dictionary<string, byte[]> { [ContentPaths.Checklists] = bytes });
        file.Check(faults);
        if (faults.Any) return []; // no text
        var clauses = await db.Rows<string>("select code from v_course_clause where version_id = @VersionId", new { course.VersionId }, ct);
        var folder = new ContentFolder(course.Slug, file.Files, clauses.ToHashSet(StringComparer.Ordinal));
        return ChecklistsFile.Read(ContentPaths.Checklists, folder.Text(ContentPaths.Checklists)!, folder.Clauses, faults);
    }

    [LoggerMessage(3005, LogLevel.Error, "The checklists of course {CourseId} (version {VersionId}) can't be shown: the file is missing among the blobs. Restore it from a backup, or publish the course anew")]
    private static partial void FileMissing(ILogger logger, long courseId, long versionId);

    [LoggerMessage(3006, LogLevel.Warning, "The checklists of course {CourseId} (version {VersionId}) can't be shown: checklists.yaml has {Count} faults. Mend them and publish the course anew")]
    private static partial void FileFaulty(ILogger logger, long courseId, long versionId, int count);
}
