using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Courses.Studio;

/// <summary>A trainer has read both languages: translations.yaml of the draft says so, as `content check --stamp` does for a folder.</summary>
internal sealed class ConfirmTranslations(ReadDraft read, PutDraftFiles put)
{
    /// <param name="tree">The tree hash of the draft they have read.</param>
    public async Task<Problem?> Handle(string slug, string tree, CancellationToken ct)
    {
        if (await read.Handle(slug, ct) is not { IsDraft: true } draft) return Problem.Because("There is no draft to publish.");
        if (new CourseFolder(slug, draft.Folder.Files).TreeHash != tree) return Problem.Conflict("Somebody changed the draft since you opened this page. Read what is new, then confirm again.");
        if (Translations.SourceOf(draft.Folder) is not { } source) return Problem.Because("The draft has faults. Mend them first.");
        return (await put.Handle(slug, [new DraftFile(ContentPaths.Translations, Translations.Write(draft.Folder, source), draft.Stamp(ContentPaths.Translations))], ct)).Problem;
    }
}
