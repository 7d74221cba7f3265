using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>/studio/questions/bulk: the questions that were chosen in the list, what is to become of them, and a preview of each before it is done.</summary>
[Requires(QuizzesPermissions.Edit)]
internal sealed class BulkPageModel(Db db, StoredQuestions stored, ChangeQuestions changes) : HubPage
{
    internal sealed record CourseChoice(string Slug, string TitleZh, string TitleEn);

    public BankFilter Filter { get; private set; } = new();
    public bool All { get; private set; }
    public IReadOnlyList<long> Ids { get; private set; } = [];
    public BulkChange Change { get; private set; } = new();
    public IReadOnlyList<StoredQuestion> Questions { get; private set; } = [];

    /// <summary>Null until something is asked for.</summary>
    public IReadOnlyList<PlannedChange>? Preview { get; private set; }
    public string Stamp { get; private set; } = "";
    public IReadOnlyList<CourseChoice> Courses { get; private set; } = [];
    public BankChoices Choices { get; private set; } = null!;

    /// <summary>Back to the list as it was.</summary>
    public string List => Filter.Url();

    public string Stem(StoredQuestion question) => QuestionKinds.Find(question.Draft.Kind).Readable(T.Pick(question.Draft.Body.Stem));

    public async Task<IActionResult> OnGetAsync(BankFilter filter, long[] question, bool all, BulkChange change, CancellationToken ct)
    {
        await Load(filter, question, all, change, ct);
        if (ChangeQuestions.TooMany(Ids.Count) is { } problem) return Refuse(problem);
        return await Look(ct) is { } refused ? Refuse(refused) : Page();
    }

    public async Task<IActionResult> OnPostAsync(BankFilter filter, long[] question, bool all, BulkChange change, string? stamp, CancellationToken ct)
    {
        await Load(filter, question, all, change, ct);
        var done = await changes.Handle(Ids, change, stamp ?? "", ct);
        if (done.Problem is null) return Done(List, "{0} questions changed. What courses keep in their files waits in their drafts.", done.Value);
        await Look(ct);
        return Refuse(done.Problem);
    }

    private async Task Load(BankFilter filter, long[] question, bool all, BulkChange change, CancellationToken ct)
    {
        (Filter, All, Change) = (filter, all, change);
        var (where, parameters) = filter.Where();
        Ids = all ? await db.Rows<long>($"select q.id from {BankFilter.From} where {where} order by q.id limit {ChangeQuestions.Most + 1}", parameters, ct) : [.. question.Distinct().Order()];
        if (ChangeQuestions.TooMany(Ids.Count) is null) Questions = await stored.Of(Ids, ct);
        Stamp = StoredQuestions.Stamp(Questions);
        Courses = await db.Rows<CourseChoice>("select slug, title_zh, title_en from v_course order by slug", null, ct);
        var courses = Questions.Select(q => q.CourseId).Distinct().ToList();
        Choices = await BankChoices.Of(db, courses.Count == 1 ? courses[0] : null, ct);
        ModelState.Clear();
    }

    private async Task<Problem?> Look(CancellationToken ct)
    {
        if (Change.IsEmpty) return null;
        var plan = await changes.Plan(Ids, Change, ct);
        Preview = plan.Value;
        return plan.Problem;
    }
}
