using System.Text;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>
/// Puts changed settings into the course's module.yaml, where they stand like any other part of the course, and publishes them as a new
/// version of the quiz. Where a draft with other changes waits already, they wait with it: nobody publishes somebody else's half-done work by the way.
/// </summary>
internal sealed class EditQuiz(ICourseDrafts drafts, DrawSupply supply)
{
    /// <param name="basedOn">The stamp of module.yaml when the form was opened.</param>
    /// <param name="note">What auditors read about the new version.</param>
    /// <returns>True where it is published; false where it waits in the draft.</returns>
    public async Task<Outcome<bool>> Handle(string course, QuizSettings settings, string basedOn, string note, CancellationToken ct)
    {
        if (await drafts.Current(course, ct) is not { } draft || draft.Folder.Text(QuizDraft.FileName) is not { } text) return Problem.NotFound("There is no such quiz.");
        if (draft.Stamp(QuizDraft.FileName) != basedOn) return Problem.Conflict("Somebody changed the course meanwhile. Load the page again and make your change there.");
        var contradiction = settings.Contradictions().Select(c => c.Problem).FirstOrDefault();
        if (contradiction is not null) return contradiction;
        // What was retired in the hub is in the file still, and what was imported into the bank never was.
        if (await supply.Short(draft.Folder, draft.CourseId, settings.Draw, ct) is { } lacking) return lacking;
        var trades = ClauseTrades.In(draft.Folder);
        settings = settings with { Bank = Lack.Of(settings.Draw, [.. QuestionFile.Read(draft.Folder, new Faults()).Select(q => trades.Candidate(q, q.Line))], []).Missing > 0 };
        if (QuizYaml.Replace(text, settings) is not { } changed) return Problem.Because("The quiz of this course is written in a form that can only be edited in the file.");
        if (changed == text) return !draft.IsDraft;
        var bytes = Encoding.UTF8.GetBytes(changed);
        var faults = new Faults();
        var read = QuizDraft.Read(draft.Folder with { Files = new Dictionary<string, byte[]>(draft.Folder.Files) { [QuizDraft.FileName] = bytes } }, faults);
        if (faults.Any) return Problem.Because("The settings can't be saved like this. {0}", faults.All[0].Message);
        if (read?.Settings.ToJson() != settings.ToJson()) return Problem.Because("The quiz of this course is written in a form that can only be edited in the file.");
        if ((await drafts.PutFile(course, QuizDraft.FileName, bytes, basedOn, ct)).Problem is { } refused) return refused;
        if (draft.IsDraft) return false;
        return await drafts.Publish(course, note, ct) is { } problem ? problem : true;
    }
}
