using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>/studio/questions/proposals/{id}: what it would change, and the yes or no. Its author sees what became of it.</summary>
[Requires(QuizzesPermissions.Propose)]
internal sealed class ProposalPageModel(Db db, StoredQuestions stored, DecideProposal decide, HubSettings settings) : HubPage
{
    private sealed record Names(string? Author, string? Decider, string? CourseZh, string? CourseEn);

    public Proposal Proposal { get; private set; } = null!;
    public QuestionDraft Draft { get; private set; } = null!;
    public StoredQuestion? Current { get; private set; }
    public IReadOnlyList<ChangedField> Changes { get; private set; } = [];

    /// <summary>What others changed since; empty where nothing.</summary>
    public IReadOnlyList<ChangedField> Meanwhile { get; private set; } = [];

    public bool IsOvertaken { get; private set; }
    public string? Author { get; private set; }
    public string? Decider { get; private set; }
    public string? Course { get; private set; }
    public string? Answer { get; private set; }
    public bool IsOwn => Proposal.ProposedBy == Me.Id;

    /// <summary>Four eyes, or nobody else there.</summary>
    public bool MayDecide { get; private set; }

    public string Stem => QuestionKinds.Find(Draft.Kind).Readable(T.Pick(Draft.Body.Stem));

    public string When(DateTimeOffset at) => T.Time(at, settings.TimeZone);

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAcceptAsync(long id, string? answer, CancellationToken ct)
    {
        if (!Me.Can(QuizzesPermissions.Edit)) return Forbid();
        var accepted = await decide.Accept(id, answer, ct);
        if (accepted.Problem is { } problem) return await Refused(id, answer, problem, ct);
        var question = await stored.Of(accepted.Value, ct);
        return question is { IsFromFile: true } && question.Draft.Hash() != (await Proposal.Of(db, id, locked: false, ct))!.Draft().Hash()
            ? Done("/studio/questions/proposals", "Accepted. The change waits in the course's draft, with what was there already.")
            : Done("/studio/questions/proposals", "Accepted. Learners get it from their next attempt on.");
    }

    public async Task<IActionResult> OnPostSendBackAsync(long id, string? answer, CancellationToken ct)
    {
        if (!Me.Can(QuizzesPermissions.Edit)) return Forbid();
        return await decide.SendBack(id, answer, ct) is { } problem ? await Refused(id, answer, problem, ct) : Done("/studio/questions/proposals", "The proposal went back to its author.");
    }

    public async Task<IActionResult> OnPostWithdrawAsync(long id, CancellationToken ct) =>
        await decide.Withdraw(id, ct) is { } problem ? await Refused(id, null, problem, ct) : Done("/studio/questions/proposals", "The proposal is withdrawn.");

    private async Task<IActionResult> Refused(long id, string? answer, Problem problem, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        Answer = answer;
        return Refuse(problem);
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await Proposal.Of(db, id, locked: false, ct) is not { } proposal) return false;
        if (!Me.Can(QuizzesPermissions.Edit) && proposal.ProposedBy != Me.Id) return false;
        (Proposal, Draft) = (proposal, proposal.Draft());
        var names = (await db.Row<Names>(
            """
            select a.name as author, d.name as decider, c.title_zh as course_zh, c.title_en as course_en from quizzes_proposal r
            left join v_people_person a on a.id = r.proposed_by left join v_people_person d on d.id = r.decided_by left join v_course c on c.id = r.course_id where r.id = @id
            """, new { id }, ct))!;
        (Author, Decider, Course) = (names.Author, names.Decider, names.CourseZh is null ? null : T.Pick(names.CourseZh, names.CourseEn!));
        MayDecide = proposal.IsWaiting && Me.Can(QuizzesPermissions.Edit) && (!IsOwn || await decide.IsAlone(ct));
        var basis = proposal.BasedOnId is { } version ? await Proposal.Version(db, stored, version, ct) : null;
        Changes = QuestionDifference.Of(basis, Draft, T);
        if (proposal.QuestionId is not { } questionId) return true;
        Current = await stored.Of(questionId, ct);
        IsOvertaken = proposal.IsWaiting && basis is not null && Current is not null && Current.VersionId != proposal.BasedOnId && Current.Draft.Hash() != Draft.Hash();
        if (IsOvertaken) Meanwhile = QuestionDifference.Of(basis, Current!.Draft, T);
        return true;
    }
}
