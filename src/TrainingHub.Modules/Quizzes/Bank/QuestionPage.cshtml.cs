using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Results;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>/studio/questions/{id}: one question: its versions and what changed between two, where it is used, its proposals; retire it or bring it back.</summary>
[Requires(QuizzesPermissions.Propose)]
internal sealed class QuestionPageModel(Db db, StoredQuestions stored, RetireQuestion retire, ResultScope results, HubSettings settings) : HubPage
{
    internal sealed record VersionLine(long Id, int Number, DateTimeOffset CreatedAt, string? By, DateTimeOffset? VoidedAt, string? VoidReason, long Attempts);

    private sealed record QuizRow(long Id, string Slug, string TitleZh, string TitleEn, string Settings);

    internal sealed record QuizUse(long Id, string Slug, string Title, string Lines);

    internal sealed record LessonUse(string Slug, string TitleZh, string TitleEn);

    internal sealed record ProposalLine(long Id, string State, DateTimeOffset ProposedAt, string? By);

    internal sealed record Retirement(DateTimeOffset RetiredAt, string? By, string? RetiredReason, bool IsByHand);

    public StoredQuestion Question { get; private set; } = null!;
    public IQuestionKind Kind => QuestionKinds.Find(Question.Draft.Kind);
    public string? CourseTitle { get; private set; }
    public IReadOnlyList<VersionLine> Versions { get; private set; } = [];
    public int From { get; private set; }
    public int To { get; private set; }
    public IReadOnlyList<ChangedField> Changes { get; private set; } = [];
    public IReadOnlyList<ChangedField> Fields { get; private set; } = [];
    public IReadOnlyList<QuizUse> Quizzes { get; private set; } = [];
    public IReadOnlyList<LessonUse> Lessons { get; private set; } = [];
    public IReadOnlyList<ProposalLine> Proposals { get; private set; } = [];
    public Retirement? Retired { get; private set; }
    public string? OnlyLanguage { get; private set; }
    public string? Reason { get; private set; }
    public long Given { get; private set; }

    /// <summary>Figures from few people are hidden from whoever may not see everybody's results.</summary>
    public bool HidesFew { get; private set; }
    public bool MayEdit => Me.Can(QuizzesPermissions.Edit);
    public bool MaySeeResults => Me.Can(QuizzesPermissions.Results);

    public string When(DateTimeOffset at) => T.Time(at, settings.TimeZone);

    public async Task<IActionResult> OnGetAsync(long id, int from, int to, CancellationToken ct) => await Load(id, from, to, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRetireAsync(long id, string? reason, CancellationToken ct) =>
        await Act(id, reason, await Guarded(() => retire.Handle(id, reason, ct)), "The question is retired. No quiz draws it any more; attempts under way keep it.", ct);

    public async Task<IActionResult> OnPostBringBackAsync(long id, string? reason, CancellationToken ct) =>
        await Act(id, reason, await Guarded(() => retire.BringBack(id, reason, ct)), "The question is live again.", ct);

    private async Task<(bool May, Problem? Problem)> Guarded(Func<Task<Problem?>> act) => MayEdit ? (true, await act()) : (false, null);

    private async Task<IActionResult> Act(long id, string? reason, (bool May, Problem? Problem) done, string words, CancellationToken ct)
    {
        if (!done.May) return Forbid();
        if (done.Problem is not { } problem) return Done($"/studio/questions/{id}", words);
        if (!await Load(id, 0, 0, ct)) return NotFound();
        Reason = reason;
        return Refuse(problem);
    }

    private async Task<bool> Load(long id, int from, int to, CancellationToken ct)
    {
        if (await stored.Of(id, ct) is not { } question) return false;
        Question = question;
        OnlyLanguage = Exchange.BankLanguages.OnlyOne(question.Draft);
        if (question.Course is not null) CourseTitle = await db.Scalar<string>(T.IsChinese ? "select title_zh from v_course where id = @CourseId" : "select title_en from v_course where id = @CourseId", question, ct);
        Versions = await db.Rows<VersionLine>(
            """
            select v.id, v.number, v.created_at, p.name as by, v.voided_at, v.void_reason, (select count(*) from quizzes_slot s where s.question_version_id = v.id) as attempts
            from quizzes_question_version v left join v_people_person p on p.id = v.created_by where v.question_id = @id order by v.number desc
            """, new { id }, ct);
        (To, From) = (Versions.Any(v => v.Number == to) ? to : Versions[0].Number, from);
        if (Versions.All(v => v.Number != From)) From = Versions.Where(v => v.Number < To).Select(v => v.Number).FirstOrDefault();
        if (From > 0) Changes = QuestionDifference.Of(await Version(From, ct), (await Version(To, ct))!, T);
        Fields = QuestionDifference.Of(null, question.Draft, T);
        HidesFew = !await results.SeesEverybody(ct);
        Given = await db.Scalar<long>("select cast(coalesce(sum(given), 0) as bigint) from quizzes_exposure where question_id = @id", new { id }, ct);
        Retired = await db.Row<Retirement>(
            """
            select q.retired_at, p.name as by, q.retired_reason, case when q.retired_by is null then false else true end as is_by_hand
            from quizzes_question q left join v_people_person p on p.id = q.retired_by where q.id = @id and q.retired_at is not null
            """, new { id }, ct);
        Proposals = await db.Rows<ProposalLine>(
            """
            select r.id, r.state, r.proposed_at, p.name as by from quizzes_proposal r left join v_people_person p on p.id = r.proposed_by
            where r.question_id = @id and (@all = true or r.proposed_by = @me) order by r.id desc
            """, new { id, all = MayEdit, me = Me.Id }, ct);
        await LoadUses(ct);
        return true;
    }

    private Task<QuestionDraft?> Version(int number, CancellationToken ct) => Proposal.Version(db, stored, Versions.First(v => v.Number == number).Id, ct);

    private async Task LoadUses(CancellationToken ct)
    {
        var candidate = new DrawCandidate(Question.VersionId, Question.Draft.Tags, Question.Draft.Category);
        var quizzes = await db.Rows<QuizRow>("select id, slug, title_zh, title_en, settings from v_quiz where course_id = @CourseId order by id", Question, ct);
        Quizzes = [.. quizzes.Select(q => (Quiz: q, Lines: QuizSettings.From(q.Settings).Draw.Where(candidate.Fits).ToList())).Where(q => q.Lines.Count > 0)
            .Select(q => new QuizUse(q.Quiz.Id, q.Quiz.Slug, T.Pick(q.Quiz.TitleZh, q.Quiz.TitleEn), string.Join(T.IsChinese ? "；" : "; ", q.Lines.Select(l => BankWords.Line(l, T)))))];
        if (Question.Draft.Clause is { } clause)
            Lessons = await db.Rows<LessonUse>(
                """
                select l.slug, l.title_zh, l.title_en from v_course c join v_course_lesson l on l.version_id = c.version_id
                join v_course_lesson_clause k on k.lesson_id = l.id where c.id = @CourseId and k.clause = @clause order by l.position
                """, new { Question.CourseId, clause }, ct);
    }
}
