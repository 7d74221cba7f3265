using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>/studio/questions/new: choose a type, write the question, save it; or propose it.</summary>
[Requires(QuizzesPermissions.Propose)]
[RequestSizeLimit(KeepPicture.MostOfForm)]
internal sealed class QuestionNewModel(Db db, AddQuestion add, ProposeQuestion propose, KeepPicture pictures, Entropy entropy) : HubPage
{
    private const string OwnPrefix = "own-";

    internal sealed record CourseChoice(long Id, string Slug, string TitleZh, string TitleEn);

    public IReadOnlyList<CourseChoice> Courses { get; private set; } = [];
    public CourseChoice? Course { get; private set; }
    public QuestionFields? Fields { get; private set; }
    public string? Note { get; private set; }
    public long? Earlier { get; private set; }
    public bool MayEdit => Me.Can(QuizzesPermissions.Edit);

    public async Task<IActionResult> OnGetAsync(string? kind, string? course, long? earlier, CancellationToken ct)
    {
        QuestionDraft? written = null;
        if (earlier is { } back)
        {
            if (await Proposal.Of(db, back, locked: false, ct) is not { State: "returned", QuestionId: null } mine || mine.ProposedBy != Me.Id) return NotFound();
            (written, Note, Earlier) = (mine.Draft(), mine.Note, back);
            course = await db.Scalar<string>("select slug from v_course where id = @CourseId", new { mine.CourseId }, ct);
        }
        if (!await Load(course, ct)) return NotFound();
        if ((written?.Kind ?? kind) is not { } name) return Page();
        if (QuestionKinds.All.All(k => k.Name != name)) return NotFound();
        written ??= Empty(name);
        var form = QuestionForm.Of(written);
        while (written.Kind is "single" or "multiple" && form.Options.Count < 4) form.AddRow();
        await Show(written, form, written.Body.Content, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string kind, string? course, QuestionForm form, IFormFile? file, bool proposed, string? note, long? earlier, CancellationToken ct)
    {
        var restored = await Restore(kind, course, form, file, note, earlier, ct);
        if (Fields is null) return NotFound();
        if (restored is { } unfit) return Refuse(unfit);
        if (!MayEdit && !proposed) return Forbid();
        var question = Fields!.Question;
        // Options can be in one language; what the kinds' own forms hold is judged as files are, in both.
        var written = form.Apply(question with { Slug = $"q-{entropy.Token(50)}" }, Fields.Kind is ChoiceKind ? null : Fields.Edited.Content, isOneLanguageEnough: Fields.Kind is ChoiceKind);
        if (written.Problem is { } incomplete) return Refuse(incomplete);
        var to = Course?.Id ?? 0;
        if (proposed)
        {
            var made = await propose.Handle(new NewProposal(null, to, null, written.Value!, note, earlier), ct);
            return made.Problem is { } refused ? Refuse(refused) : Done($"/studio/questions/proposals/{made.Value}", "The question is proposed. Learners get it once somebody accepts it.");
        }
        var added = await add.Handle(to, written.Value!, ct);
        return added.Problem is { } problem ? Refuse(problem) : Done($"/studio/questions/{added.Value}", "The question is in the bank.");
    }

    public async Task<IActionResult> OnPostAddOptionAsync(string kind, string? course, QuestionForm form, IFormFile? file, string? note, long? earlier, CancellationToken ct)
    {
        var restored = await Restore(kind, course, form, file, note, earlier, ct);
        if (Fields is null) return NotFound();
        if (restored is { } unfit) return Refuse(unfit);
        if (form.Options.Count < 8) form.AddRow();
        ModelState.Clear();
        return Page();
    }

    /// <summary>The form as it was sent, with the picture that came along; no fields where there is no such kind or course.</summary>
    /// <returns>What is wrong with the picture.</returns>
    private async Task<Problem?> Restore(string kind, string? course, QuestionForm form, IFormFile? file, string? note, long? earlier, CancellationToken ct)
    {
        if (QuestionKinds.All.All(k => k.Name != kind) || !await Load(course, ct)) return null;
        (Note, Earlier) = (note, earlier);
        var question = Empty(kind);
        var content = Own(kind) ?? question.Body.Content;
        var kept = file is { Length: > 0 } && Takes(kind) ? await pictures.Handle(file, ct) : new Outcome<QuestionPicture>(null, null);
        if (Takes(kind) && (kept.Value ?? await pictures.Find(form.Media, form.Picture, ct)) is { } picture)
        {
            question = question with { Body = question.Body with { Media = picture.Media, Picture = picture.Sha256 } };
            content = (HotspotContent.From(content) with { Width = picture.Width, Height = picture.Height }).ToJson();
        }
        await Show(question, form, content, ct);
        return kept.Problem;
    }

    private static bool Takes(string kind) => QuestionKinds.Find(kind).DrawsPicture;

    private JsonElement? Own(string kind) => QuestionKinds.Find(kind) is ChoiceKind ? null : QuestionKinds.Find(kind).FromEdit(new EditFields(Request.Form, OwnPrefix));

    private static QuestionDraft Empty(string kind)
    {
        var content = kind == "true-false" ? TrueFalseKind.Content(true, null, null).ToJson()
            : QuestionKinds.Find(kind) is ChoiceKind ? new ChoiceContent([]).ToJson() : QuestionKinds.Find(kind).FromEdit(new EditFields(FormCollection.Empty, OwnPrefix));
        return new QuestionDraft("", 0, kind, null, [], 1, false, 1000, new QuestionBody(new LocalText("", ""), null, null, null, true, null, content));
    }

    private async Task<bool> Load(string? course, CancellationToken ct)
    {
        Courses = await db.Rows<CourseChoice>("select id, slug, title_zh, title_en from v_course order by slug", null, ct);
        Course = Courses.FirstOrDefault(c => c.Slug == course);
        return Course is not null || string.IsNullOrEmpty(course) || course == BankFilter.Shared;
    }

    private async Task Show(QuestionDraft question, QuestionForm form, JsonElement content, CancellationToken ct) =>
        Fields = new QuestionFields(question, form, new EditedContent(OwnPrefix, content), QuestionKinds.Find(question.Kind) is ChoiceKind, await BankChoices.Of(db, Course?.Id, ct), $"&kind={question.Kind}") { TakesPicture = Takes(question.Kind) };
}
