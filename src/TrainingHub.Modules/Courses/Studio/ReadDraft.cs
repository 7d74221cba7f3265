using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Studio;

/// <summary>The folder as it stands for editing: the draft, else what is published. Reads the disk: not inside a transaction.</summary>
internal sealed class ReadDraft(CourseVersions versions)
{
    public async Task<CourseDraft?> Handle(string slug, CancellationToken ct)
    {
        if (await versions.Course(slug, ct) is not { } course) return null;
        var draft = await versions.Draft(course.Id, ct);
        if ((draft?.Id ?? course.CurrentVersionId) is not { } versionId) return null;
        var folder = await versions.Folder(slug, versionId, ct);
        // A draft may be half done; what can be read of its clauses is enough here, publishing checks everything.
        var raw = new ContentFolder(slug, folder.Files, new HashSet<string>());
        var module = raw.Text(ContentPaths.Module) is { } text ? ModuleFile.Read(ContentPaths.Module, text, new Faults()) : null;
        return new CourseDraft(course.Id, versionId, draft is not null, module?.Describe(raw) ?? raw);
    }
}
