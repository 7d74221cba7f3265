using System.Text;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Puts a changed question into the course's draft, where questions.yaml is mended like any other file; publishing the draft makes the new version.</summary>
internal sealed class EditQuestion(ICourseDrafts drafts)
{
    /// <param name="basedOn">The stamp of questions.yaml when the form was opened.</param>
    public async Task<Problem?> Handle(string course, QuestionDraft edited, string basedOn, CancellationToken ct)
    {
        if (await drafts.Current(course, ct) is not { } draft || draft.Folder.Text(QuestionFile.Name) is not { } text) return Problem.NotFound("There is no such course.");
        if (draft.Stamp(QuestionFile.Name) != basedOn) return Problem.Conflict("Somebody changed the questions meanwhile. Copy what you wrote, load the page again and put it in there.");
        var all = QuestionFile.Read(draft.Folder, new Faults());
        if (all.All(q => q.Slug != edited.Slug)) return Problem.NotFound("There is no such question.");
        if (QuestionYaml.Replace(text, all, edited) is not { } changed) return Problem.Because("The questions of this course are written in a form that can only be edited in the file.");
        if (changed == text) return null;
        var bytes = Encoding.UTF8.GetBytes(changed);
        var faults = new Faults();
        QuestionFile.Read(draft.Folder with { Files = new Dictionary<string, byte[]>(draft.Folder.Files) { [QuestionFile.Name] = bytes } }, faults);
        if (faults.Any) return Problem.Because("The question can't be saved like this. {0}", faults.All[0].Message);
        return (await drafts.PutFile(course, QuestionFile.Name, bytes, basedOn, ct)).Problem;
    }
}
