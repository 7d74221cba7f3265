using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

internal enum ImportKind { Unchanged, Published, Drafted, DraftInTheWay }

/// <param name="Number">Of the version that was made; of the one in the way; 0 where nothing changed.</param>
/// <param name="Difference">Which files differ from what learners see.</param>
internal sealed record ImportResult(ImportKind Kind, int Number, TreeDifference Difference);

/// <summary>Brings one course in line with a folder, all or nothing. The same folder again changes nothing.</summary>
internal sealed class ImportContent(Db db, CheckContent check, CourseVersions versions, Audit audit, TimeProvider clock)
{
    /// <summary>Null where a fault was added: then nothing was changed.</summary>
    public async Task<ImportResult?> Handle(CourseFolder course, Faults faults, CancellationToken ct)
    {
        if (faults.Any) return null;
        var hash = course.TreeHash;
        if (await IsKnown(course.Slug, hash, ct)) return new ImportResult(ImportKind.Unchanged, 0, TreeDifference.None);
        if (check.Handle(course, faults) is not { } content) return null;
        var files = await versions.Store(course, ct);
        try
        {
            return await Write(course, hash, content, files, ct);
        }
        catch (ContentRefusedException e)
        {
            foreach (var fault in e.Faults) faults.Add(fault);
            return null;
        }
    }

    private async Task<ImportResult> Write(CourseFolder course, string hash, CheckedCourse content, List<FileRow> files, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("insert into courses_course(slug, edited_in_hub, created_at) values (@Slug, false, @now) on conflict (slug) do nothing", new { course.Slug, now = clock.GetUtcNow() }, ct);
        var row = (await versions.Lock(course.Slug, ct))!;
        if (await IsKnown(course.Slug, hash, ct)) return new ImportResult(ImportKind.Unchanged, 0, TreeDifference.None); // somebody else was faster
        var difference = TreeDifference.Between(row.CurrentVersionId is { } current ? await versions.Files(current, ct) : [], files);
        var draft = await versions.Draft(row.Id, ct);
        // A trainer's work is never overwritten; a draft that only an earlier import made is.
        if (draft is { Origin: "hub" }) return new ImportResult(ImportKind.DraftInTheWay, draft.Number, difference);
        if (draft is not null) await db.Execute("update courses_version set state = 'discarded' where id = @Id", new { draft.Id }, ct);
        var id = await versions.AddDraft(row.Id, ModuleHead.Of(content.Module), files, "import", row.EditedInHub ? difference.ToString() : null, ct);
        if (!row.EditedInHub) await versions.Publish(row.Id, id, content, ct);
        var version = (await versions.Version(id, ct))!;
        await audit.Write("courses.imported", $"course:{row.Id}", new { version.Number, version.State, files = difference.Count }, ct);
        await tx.Commit(ct);
        return new ImportResult(row.EditedInHub ? ImportKind.Drafted : ImportKind.Published, version.Number, difference);
    }

    /// <summary>
    /// Whether this tree needs no import: it is what learners see or, once the hub is the source, it was here at any time before.
    /// </summary>
    private async Task<bool> IsKnown(string slug, string hash, CancellationToken ct) =>
        await db.Scalar<long>(
            """
            select count(*) from courses_course c join courses_version v on v.course_id = c.id
            where c.slug = @slug and v.tree_hash = @hash and (v.id = c.current_version_id or c.edited_in_hub = true)
            """,
            new { slug, hash }, ct) > 0;
}

/// <summary>Which files differ between two versions.</summary>
internal sealed record TreeDifference(IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed)
{
    public static readonly TreeDifference None = new([], [], []);

    public int Count => Added.Count + Changed.Count + Removed.Count;

    public static TreeDifference Between(IReadOnlyList<FileRow> old, IReadOnlyList<FileRow> now)
    {
        var before = old.ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal);
        var after = now.ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal);
        return new TreeDifference(
            [.. after.Keys.Where(p => !before.ContainsKey(p)).Order(StringComparer.Ordinal)],
            [.. after.Keys.Where(p => before.TryGetValue(p, out var sha256) && sha256 != after[p]).Order(StringComparer.Ordinal)],
            [.. before.Keys.Where(p => !after.ContainsKey(p)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>One line a file, as version control shows it: + added, ~ changed, - removed.</summary>
    public override string ToString() =>
        string.Join('\n', Added.Select(p => "+ " + p).Concat(Changed.Select(p => "~ " + p)).Concat(Removed.Select(p => "- " + p)));
}
