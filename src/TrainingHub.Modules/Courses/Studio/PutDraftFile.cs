using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Studio;

/// <summary>Writes one file of a course into its draft. Two trainers may work on different files; of two on the same, the second is told.</summary>
internal sealed class PutDraftFile(Db db, CourseVersions versions, BlobStore blobs, Actor actor, Audit audit)
{
    public async Task<Outcome<long>> Handle(string slug, string path, byte[] bytes, string basedOn, CancellationToken ct)
    {
        var faults = new Faults();
        new CourseFolder(slug, new Dictionary<string, byte[]> { [path] = bytes }).Check(faults);
        if (faults.Any) return FaultProblem.Of(faults);
        var sha256 = await blobs.Put(bytes, ct);

        await using var tx = await db.Begin(ct);
        if (await versions.Lock(slug, ct) is not { CurrentVersionId: { } published } course) return Problem.NotFound("There is no course {0}.", slug);
        var draft = await versions.Draft(course.Id, ct);
        var files = await versions.Files(draft?.Id ?? published, ct);
        var present = files.Find(f => f.Path == path)?.Sha256 ?? "";
        if (present == sha256) return draft?.Id ?? published; // nothing to change, and nothing lost whoever wrote it
        if (present != basedOn) return Problem.Conflict("Somebody else changed {0} while you were editing. Your text is kept below; compare it with theirs, then save again.", path);
        var id = draft?.Id ?? await versions.AddDraft(course.Id, await Head(published, ct), files, "hub", null, ct);
        await db.Execute("insert into courses_file(version_id, path, sha256) values (@id, @path, @sha256) on conflict (version_id, path) do update set sha256 = excluded.sha256", new { id, path, sha256 }, ct);
        var hash = CourseVersions.HashOf(files.Where(f => f.Path != path).Append(new FileRow(path, sha256)));
        await db.Execute("update courses_version set tree_hash = @hash, origin = 'hub', created_by = @PersonId where id = @id", new { id, hash, actor.PersonId }, ct);
        await audit.Write("courses.draft-changed", $"course:{course.Id}", new { version = id, path, sha256 }, ct);
        await tx.Commit(ct);
        return id;
    }

    private async Task<ModuleHead> Head(long versionId, CancellationToken ct) =>
        (await db.Row<ModuleHead>("select title_zh, title_en, summary_zh, summary_en, source_language, trades from courses_version where id = @versionId", new { versionId }, ct))!;
}

internal static class FaultProblem
{
    /// <summary>The first fault with its place, and how many more there are.</summary>
    public static Problem Of(Faults faults)
    {
        var all = faults.All.Distinct().ToList();
        return all.Count == 1
            ? new Problem("content-faults", "There is a fault in {0}", all[0].ToString())
            : new Problem("content-faults", "There are {0} faults. The first: {1}", all.Count, all[0].ToString());
    }
}
