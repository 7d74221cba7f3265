using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>/studio/courses/{slug}/questions/{id}: one question as it stands in the draft (else as published), and how its options are taken.</summary>
[Requires(QuizzesPermissions.Edit)]
internal sealed class QuestionEditModel(Db db, ICourseDrafts drafts, EditQuestion edit, EditStoredQuestion editStored) : HubPage
{
    private const string OwnPrefix = "own-";

    private sealed record Given(string? Answer);

    public string Course { get; private set; } = "";
    public QuestionDraft Question { get; private set; } = null!;
    public QuestionForm Form { get; private set; } = null!;
    public string Stamp { get; private set; } = "";
    public bool IsDraft { get; private set; }
    public IQuestionKind Kind => QuestionKinds.Find(Question.Kind);

    /// <summary>Options are edited here; every other kind brings its own form.</summary>
    public bool HasOptions => Kind is ChoiceKind;

    /// <summary>Kept in the bank alone, not in the course's file: saved at once, and perhaps in one language only.</summary>
    public bool IsStored { get; private set; }

    /// <summary>Of imported questions, only those with options: what an import knows beyond the other kinds' forms would be lost.</summary>
    public bool CanEdit => !IsStored || HasOptions;

    public EditedContent Edited { get; private set; } = null!;
    public IReadOnlyDictionary<string, int> Taken { get; private set; } = new Dictionary<string, int>();
    public int Asked { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, long id, CancellationToken ct)
    {
        if (!await Load(slug, id, ct)) return NotFound();
        Form = QuestionForm.Of(Question);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string slug, long id, QuestionForm form, string? stamp, CancellationToken ct)
    {
        if (!await Load(slug, id, ct) || !CanEdit) return NotFound();
        Form = form;
        JsonElement? own = HasOptions ? null : Kind.FromEdit(new EditFields(Request.Form, OwnPrefix));
        if (own is { } typed) Edited = new EditedContent(OwnPrefix, typed);
        var edited = form.Apply(Question, own, isOneLanguageEnough: IsStored);
        if (edited.Problem is not null) return Refuse(edited.Problem);
        Stamp = stamp ?? "";
        if (IsStored)
        {
            var refusal = await editStored.Handle(id, edited.Value!, Stamp, ct);
            return refusal is null ? Done($"/studio/courses/{slug}/questions/{id}", "The question is saved. Learners get it from their next attempt on.") : Refuse(refusal);
        }
        var problem = await edit.Handle(slug, edited.Value!, Stamp, ct);
        return problem is null ? Done($"/studio/courses/{slug}", "The question is saved in the draft. Learners get it once the draft is published.") : Refuse(problem);
    }

    public async Task<IActionResult> OnPostAddOptionAsync(string slug, long id, QuestionForm form, string? stamp, CancellationToken ct)
    {
        if (!await Load(slug, id, ct) || !HasOptions) return NotFound();
        (Form, Stamp) = (form, stamp ?? "");
        if (form.Options.Count < 8) form.AddRow();
        ModelState.Clear();
        return Page();
    }

    private async Task<bool> Load(string slug, long id, CancellationToken ct)
    {
        Course = slug;
        var name = await db.Scalar<string>("select q.slug from quizzes_question q join v_course c on c.id = q.course_id where q.id = @id and c.slug = @slug", new { id, slug }, ct);
        if (name is not null && await editStored.Find(id, ct) is { } stored)
        {
            (Question, Stamp, IsStored, Edited) = (stored, stored.Hash(), true, new EditedContent(OwnPrefix, stored.Body.Content));
            if (HasOptions) await Count(id, ct);
            return true;
        }
        if (name is null || await drafts.Current(slug, ct) is not { } draft) return false;
        if (QuestionFile.Read(draft.Folder, new Faults()).FirstOrDefault(q => q.Slug == name) is not { } question) return false;
        Question = question;
        Stamp = draft.Stamp(QuestionFile.Name);
        IsDraft = draft.IsDraft;
        Edited = new EditedContent(OwnPrefix, question.Body.Content);
        if (HasOptions) await Count(id, ct);
        return true;
    }

    /// <summary>How often each option was taken at first attempts, over all versions: options keep their keys.</summary>
    private async Task Count(long id, CancellationToken ct)
    {
        var given = await db.Rows<Given>(
            """
            select n.answer from quizzes_question_version v join quizzes_slot s on s.question_version_id = v.id join quizzes_attempt a on a.id = s.attempt_id
            left join quizzes_answer n on n.id = s.answer_id
            where v.question_id = @id and a.number = 1 and a.graded_at is not null
            """, new { id }, ct);
        var kind = QuestionKinds.Find(Question.Kind);
        Asked = given.Count;
        Taken = given.Where(g => g.Answer is not null).SelectMany(g => kind.Tally(Question.Body.Content, JsonSerializer.Deserialize<JsonElement>(g.Answer!))).GroupBy(o => o).ToDictionary(g => g.Key, g => g.Count());
    }
}
