using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Results;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>
/// /studio/questions/{id}/edit: one question as it stands in the course's draft (else as published), and how its options are taken.
/// Who may not edit proposes what he wrote.
/// </summary>
[Requires(QuizzesPermissions.Propose)]
internal sealed class QuestionEditModel(Db db, ICourseDrafts drafts, StoredQuestions stored, EditQuestion edit, EditStoredQuestion editStored, ProposeQuestion propose, ResultScope results) : HubPage
{
    private const string OwnPrefix = "own-";

    private sealed record Taken(string Response, long Answers);

    public StoredQuestion Stored { get; private set; } = null!;
    public QuestionFields Fields { get; private set; } = null!;
    public string Stamp { get; private set; } = "";

    /// <summary>The version that learners got when the form was opened.</summary>
    public long BasedOn { get; private set; }

    public string? Note { get; private set; }
    public long? Earlier { get; private set; }
    public bool IsDraft { get; private set; }
    public QuestionDraft Question { get; private set; } = null!;

    /// <summary>Kept in the bank alone, not in the course's file: saved at once, and perhaps in one language only.</summary>
    public bool IsStored => !Stored.IsFromFile;

    /// <summary>What an import knows beyond a kind's form would be lost.</summary>
    public bool CanEdit => !IsStored || QuestionCheck.FitsForms(Stored.Draft);

    public bool MayEdit => Me.Can(QuizzesPermissions.Edit);

    /// <param name="earlier">A proposal of one's own that came back.</param>
    public async Task<IActionResult> OnGetAsync(long id, long? earlier, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        var written = Question;
        if (earlier is { } back)
        {
            if (await Proposal.Of(db, back, locked: false, ct) is not { State: "returned" } mine || mine.ProposedBy != Me.Id || mine.QuestionId != id) return NotFound();
            (written, Note, Earlier) = (mine.Draft(), mine.Note, back);
        }
        await Show(QuestionForm.Of(written), written.Body.Content, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, QuestionForm form, string? stamp, long basedOn, bool proposed, string? note, long? earlier, CancellationToken ct)
    {
        if (!await Load(id, ct) || !CanEdit) return NotFound();
        var own = Own();
        await Show(form, own ?? Question.Body.Content, ct);
        (Stamp, BasedOn, Note, Earlier) = (stamp ?? "", basedOn, note, earlier);
        if (!MayEdit && !proposed) return Forbid();
        var edited = form.Apply(Question, own, isOneLanguageEnough: IsStored);
        if (edited.Problem is { } incomplete) return Refuse(incomplete);
        if (proposed)
        {
            var made = await propose.Handle(new NewProposal(id, Stored.CourseId, BasedOn, edited.Value!, note, earlier), ct);
            return made.Problem is { } refused ? Refuse(refused) : Done($"/studio/questions/proposals/{made.Value}", "The change is proposed. Learners get it once somebody accepts it.");
        }
        if (IsStored)
        {
            if (await editStored.Handle(id, edited.Value!, Stamp, ct) is { } refusal) return Refuse(refusal);
            return Done($"/studio/questions/{id}", "The question is saved. Learners get it from their next attempt on.");
        }
        var problem = await edit.Handle(Stored.Course!, edited.Value!, Stamp, ct);
        return problem is null ? Done($"/studio/courses/{Stored.Course}", "The question is saved in the draft. Learners get it once the draft is published.") : Refuse(problem);
    }

    public async Task<IActionResult> OnPostAddOptionAsync(long id, QuestionForm form, string? stamp, long basedOn, string? note, long? earlier, CancellationToken ct)
    {
        if (!await Load(id, ct) || !CanEdit) return NotFound();
        if (form.Options.Count < 8) form.AddRow();
        await Show(form, Own() ?? Question.Body.Content, ct);
        (Stamp, BasedOn, Note, Earlier) = (stamp ?? "", basedOn, note, earlier);
        ModelState.Clear();
        return Page();
    }

    private JsonElement? Own() => QuestionKinds.Find(Question.Kind) is ChoiceKind ? null : QuestionKinds.Find(Question.Kind).FromEdit(new EditFields(Request.Form, OwnPrefix));

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await stored.Of(id, ct) is not { } found) return false;
        (Stored, Question, Stamp, BasedOn) = (found, found.Draft, found.Draft.Stamp(), found.VersionId);
        // Who proposes, proposes a change to what learners get.
        if (IsStored || !MayEdit) return true;
        if (found.Course is null || await drafts.Current(found.Course, ct) is not { } draft) return false;
        if (QuestionFile.Read(draft.Folder, new Faults()).FirstOrDefault(q => q.Slug == found.Draft.Slug) is not { } question) return false;
        (Question, Stamp, IsDraft) = (question, draft.Stamp(QuestionFile.Name), draft.IsDraft);
        return true;
    }

    private async Task Show(QuestionForm form, JsonElement content, CancellationToken ct)
    {
        Fields = new QuestionFields(Question, form, new EditedContent(OwnPrefix, content), IsStored, await BankChoices.Of(db, Stored.CourseId, ct));
        if (Fields.Kind is not ChoiceKind) return;
        // Over all versions: options keep their keys.
        var taken = await db.Rows<Taken>(
            """
            select r.response, cast(sum(r.answers) as bigint) as answers from quizzes_response_sum r join quizzes_question_version v on v.id = r.question_version_id
            where v.question_id = @Id and r.is_first = true group by r.response
            """, new { Stored.Id }, ct);
        var asked = await db.Scalar<long>("select cast(coalesce(sum(i.attempts), 0) as bigint) from quizzes_item_sum i join quizzes_question_version v on v.id = i.question_version_id where v.question_id = @Id and i.is_first = true", new { Stored.Id }, ct);
        if (asked < ResultScope.LeastPeople && !await results.SeesEverybody(ct)) return;
        Fields = Fields with { Taken = taken.ToDictionary(t => t.Response, t => t.Answers), Asked = asked };
    }
}
