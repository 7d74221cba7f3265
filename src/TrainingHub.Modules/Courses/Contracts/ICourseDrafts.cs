using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Courses.Contracts;

/// <param name="VersionId">The draft, or the published version where there is no draft.</param>
/// <param name="IsDraft">Whether something waits to be published.</param>
public sealed record CourseDraft(long CourseId, long VersionId, bool IsDraft, ContentFolder Folder)
{
    /// <summary>What to hand back to <see cref="ICourseDrafts.PutFile"/> as basedOn; "" where there is no such file.</summary>
    public string Stamp(string path) => Folder.Files.TryGetValue(path, out var bytes) ? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) : "";
}

/// <summary>
/// The one draft a course may have: the whole folder, of which trainers change single files. Nothing of it is seen by learners until it is published.
/// </summary>
public interface ICourseDrafts
{
    /// <summary>The folder as it stands for editing: the draft, else what is published. Null where there is no such course.</summary>
    Task<CourseDraft?> Current(string slug, CancellationToken ct);

    /// <summary>Writes one file into the draft, making the draft first where there is none.</summary>
    /// <param name="path">As in the folder: "questions.yaml", "lessons/01-why.en.md".</param>
    /// <param name="basedOn">The <see cref="CourseDraft.Stamp"/> of the file the editor began with; "conflict" where somebody changed it since.</param>
    /// <returns>The draft's version id.</returns>
    Task<Outcome<long>> PutFile(string slug, string path, byte[] bytes, string basedOn, CancellationToken ct);

    /// <summary>Checks the draft as an import would and makes it the version learners see; the parts of other modules are imported with it. What it changes in the standard waits to be judged.</summary>
    Task<Problem?> Publish(string slug, string note, CancellationToken ct);

    /// <summary>Puts the draft away for good; what is published stays.</summary>
    Task<Problem?> Discard(string slug, CancellationToken ct);
}
