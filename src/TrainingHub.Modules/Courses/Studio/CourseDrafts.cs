using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Studio;

internal sealed class CourseDrafts(CourseVersions versions, PutDraftFiles put, PublishDraft publish, DiscardDraft discard) : ICourseDrafts
{
    public async Task<CourseDraft?> Current(string slug, CancellationToken ct)
    {
        if (await versions.Course(slug, ct) is not { } course) return null;
        var draft = await versions.Draft(course.Id, ct);
        if ((draft?.Id ?? course.CurrentVersionId) is not { } versionId) return null;
        var folder = await versions.Folder(slug, versionId, ct);
        // A draft may be half done; what can be read of its clauses is enough here, publishing checks everything.
        var raw = new ContentFolder(slug, folder.Files, new HashSet<string>());
        var module = raw.Text(ContentPaths.Module) is { } text ? ModuleFile.Read(ContentPaths.Module, text, new Faults()) : null;
        return new CourseDraft(course.Id, versionId, draft is not null, raw with { Clauses = (module?.Clauses ?? []).Select(c => c.Id).ToHashSet(StringComparer.Ordinal) });
    }

    public Task<Outcome<long>> PutFile(string slug, string path, byte[] bytes, string basedOn, CancellationToken ct) => put.Handle(slug, [new DraftFile(path, bytes, basedOn)], ct);

    public Task<Problem?> Publish(string slug, string note, CancellationToken ct) => publish.Handle(slug, note, ct);

    public Task<Problem?> Discard(string slug, CancellationToken ct) => discard.Handle(slug, ct);
}
