using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>Courses published before the hub kept checklists have them in their files alone; at the first start after the update they are read from there.</summary>
internal sealed class CatchUpChecklists(Db db, CourseVersions versions, FloorRows floor) : IStartStep
{
    private sealed record Behind(string Slug, long VersionId);

    public async Task Run(CancellationToken ct)
    {
        var courses = await db.Rows<Behind>(
            """
            select c.slug, c.version_id from v_course c join courses_file f on f.version_id = c.version_id and f.path = @Checklists
            where not exists (select 1 from courses_checklist k where k.version_id = c.version_id)
            """,
            new { ContentPaths.Checklists }, ct);
        foreach (var course in courses)
        {
            var clauses = await db.Rows<string>("select code from v_course_clause where version_id = @VersionId", new { course.VersionId }, ct);
            var folder = new ContentFolder(course.Slug, (await versions.Folder(course.Slug, course.VersionId, ct)).Files, clauses.ToHashSet(StringComparer.Ordinal));
            var lists = ChecklistsFile.Read(ContentPaths.Checklists, folder.Text(ContentPaths.Checklists)!, folder.Clauses, new Faults());
            await using var tx = await db.Begin(ct);
            await floor.Add(course.VersionId, lists, ct);
            await tx.Commit(ct);
        }
    }
}
