using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Studio;

/// <param name="BasedOn">SHA-256 of the file the editor began with; "" for a new one.</param>
internal sealed record DraftFile(string Path, byte[] Bytes, string BasedOn);

/// <summary>
/// Writes files of a course into its draft, all or none. Two trainers may work on different files; of two on the same, the second is told.
/// </summary>
internal sealed class PutDraftFiles(Db db, CourseVersions versions, ReadDraft read, BlobStore blobs, Actor actor, Audit audit)
{
    /// <param name="Taken">The file that somebody else changed meanwhile, if that is the problem.</param>
    private sealed record Attempt(Outcome<long> Outcome, string? Taken = null);

    /// <returns>The id of the draft, or of the published version where nothing differs from it.</returns>
    public async Task<Outcome<long>> Handle(string slug, IReadOnlyList<DraftFile> changes, CancellationToken ct)
    {
        var faults = new Faults();
        new CourseFolder(slug, changes.ToDictionary(c => c.Path, c => c.Bytes)).Check(faults);
        if (faults.Any) return FaultProblem.Of(faults);
        var attempt = await Write(slug, await WithStamps(slug, changes, ct), ct);
        // Whoever saved another lesson in this moment changed the stamps, a file that nobody edits: they are worked out anew upon theirs.
        if (attempt.Taken == ContentPaths.Translations && changes.All(c => c.Path != ContentPaths.Translations)) attempt = await Write(slug, await WithStamps(slug, changes, ct), ct);
        return attempt.Outcome;
    }

    private async Task<Attempt> Write(string slug, IReadOnlyList<DraftFile> changes, CancellationToken ct)
    {
        var written = new List<FileRow>();
        foreach (var change in changes) written.Add(new FileRow(change.Path, await blobs.Put(change.Bytes, ct)));

        await using var tx = await db.Begin(ct);
        if (await versions.Lock(slug, ct) is not { CurrentVersionId: { } published } course) return new Attempt(Problem.NotFound("There is no course {0}.", slug));
        var draft = await versions.Draft(course.Id, ct);
        var files = (await versions.Files(draft?.Id ?? published, ct)).ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal);
        // Who writes what is there already loses nothing and takes nothing away, whatever it was based on.
        var differing = written.Where(w => files.GetValueOrDefault(w.Path) != w.Sha256).ToList();
        if (differing.Count == 0) return new Attempt(draft?.Id ?? published);
        var taken = differing.Where(w => files.GetValueOrDefault(w.Path, "") != changes.First(c => c.Path == w.Path).BasedOn).OrderBy(w => w.Path == ContentPaths.Translations).FirstOrDefault();
        if (taken is not null)
            return new Attempt(Problem.Conflict("Somebody else changed {0} while you were editing. Your text is kept; compare it with theirs, then save again.", taken.Path), taken.Path);
        var id = draft?.Id ?? await versions.AddDraft(course.Id, await Head(published, ct), [.. files.Select(f => new FileRow(f.Key, f.Value))], "hub", null, ct);
        foreach (var file in differing)
        {
            await db.Execute("insert into courses_file(version_id, path, sha256) values (@id, @Path, @Sha256) on conflict (version_id, path) do update set sha256 = excluded.sha256", new { id, file.Path, file.Sha256 }, ct);
            files[file.Path] = file.Sha256;
        }
        var hash = CourseVersions.HashOf(files.Select(f => new FileRow(f.Key, f.Value)));
        await db.Execute("update courses_version set tree_hash = @hash, origin = 'hub', created_by = @PersonId where id = @id", new { id, hash, actor.PersonId }, ct);
        await audit.Write("courses.draft-changed", $"course:{course.Id}", new { version = id, files = differing }, ct);
        await tx.Commit(ct);
        return new Attempt(id);
    }

    /// <summary>Who changes a text and its translation in one save has looked at both: translations.yaml says so from then on.</summary>
    private async Task<IReadOnlyList<DraftFile>> WithStamps(string slug, IReadOnlyList<DraftFile> changes, CancellationToken ct)
    {
        if (changes.Count == 0 || await read.Handle(slug, ct) is not { } draft) return changes;
        var files = new SortedDictionary<string, byte[]>(draft.Folder.Files.ToDictionary(), StringComparer.Ordinal);
        foreach (var change in changes) files[change.Path] = change.Bytes;
        return Translations.AfterEdit(draft.Folder, draft.Folder with { Files = files }) is not { } stamps ? changes
            : [.. changes.Where(c => c.Path != ContentPaths.Translations), new DraftFile(ContentPaths.Translations, stamps, draft.Stamp(ContentPaths.Translations))];
    }

    private async Task<ModuleHead> Head(long versionId, CancellationToken ct) =>
        (await db.Row<ModuleHead>("select title_zh, title_en, summary_zh, summary_en, source_language, trades from courses_version where id = @versionId", new { versionId }, ct))!;
}
