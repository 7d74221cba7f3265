using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>
/// Accepts a proposal or sends it back. Four eyes: whoever proposed it decides only where nobody else could. What was changed since the author saw it
/// is never overwritten: then it goes back, with both changes to be seen.
/// </summary>
internal sealed class DecideProposal(Db db, StoredQuestions stored, AddVersion versions, AddQuestion add, EditQuestion edit, ICourseDrafts drafts, DrawSupply supply, Actor actor, Audit audit, TimeProvider clock)
{
    private static readonly Problem Changed = Problem.Conflict("The question was changed after this was proposed. Compare the two below; send the proposal back, so that it is made anew upon the question as it is now.");

    /// <returns>The question.</returns>
    public async Task<Outcome<long>> Accept(long id, string? answer, CancellationToken ct)
    {
        if (await Proposal.Of(db, id, locked: false, ct) is not { } proposal) return Problem.NotFound("There is no such proposal.");
        if (await Refusal(proposal, ct) is { } refusal) return refusal;
        var question = proposal.Draft();
        var known = proposal.QuestionId is { } questionId ? await stored.Of(questionId, ct) : null;
        if (known is { IsFromFile: true })
        {
            // The file is the source: first it goes there. Killed in between, the next yes finds it there and only notes it.
            if (known.Draft.Hash() != question.Hash() && await IntoFile(known, proposal, question, ct) is { } problem) return problem;
            return await Note(proposal.Id, known.Id, "accepted", answer, ct) is { } raced ? raced : known.Id;
        }
        await using var tx = await db.Begin(ct);
        if (await Proposal.Of(db, id, locked: true, ct) is not { IsWaiting: true }) return Problem.Conflict("Somebody has decided already.");
        var target = known?.Id;
        var before = await supply.Of([known?.CourseId ?? proposal.CourseId], ct);
        if (target is null)
        {
            var added = await add.Handle(proposal.CourseId, question, ct);
            if (added.Problem is { } fault) return fault;
            target = added.Value;
        }
        else
        {
            if (await db.Scalar<long>($"select current_version_id from quizzes_question where id = @target {db.Dialect.ForUpdate}", new { target }, ct) != proposal.BasedOnId) return Changed;
            if (known!.Draft.Hash() != question.Hash()) await versions.Handle(target.Value, question, ct);
            await db.Execute("update quizzes_question set category = @Category where id = @target", new { target, question.Category }, ct);
        }
        if (await supply.Worse(before, ct) is { } lacking) return lacking;
        if (await Note(proposal.Id, target.Value, "accepted", answer, ct) is { } late) return late;
        await tx.Commit(ct);
        return target.Value;
    }

    /// <param name="words">What is to be mended.</param>
    public async Task<Problem?> SendBack(long id, string? words, CancellationToken ct)
    {
        if (await Proposal.Of(db, id, locked: false, ct) is not { } proposal) return Problem.NotFound("There is no such proposal.");
        if (string.IsNullOrWhiteSpace(words) || words.Length > ProposeQuestion.MostCharacters) return Problem.Because("Write what is to be mended, in at most {0} characters.", ProposeQuestion.MostCharacters);
        return await Refusal(proposal, ct) ?? await Note(id, proposal.QuestionId, "returned", words, ct);
    }

    /// <summary>Its author takes it back.</summary>
    public async Task<Problem?> Withdraw(long id, CancellationToken ct)
    {
        if (await Proposal.Of(db, id, locked: false, ct) is not { } proposal || proposal.ProposedBy != actor.Id) return Problem.NotFound("There is no such proposal.");
        return await Note(id, proposal.QuestionId, "withdrawn", null, ct);
    }

    /// <summary>Whether this person may decide on his own: nobody else could.</summary>
    public async Task<bool> IsAlone(CancellationToken ct) => await db.Scalar<long>(
        """
        select count(*) from (
            select 1 as one from v_people_scope s join v_people_person p on p.id = s.viewer_id
            where s.permission = @Edit and s.viewer_id <> @Id and p.left_on is null limit 1) o
        """, new { QuizzesPermissions.Edit, actor.Id }, ct) == 0;

    private async Task<Problem?> Refusal(Proposal proposal, CancellationToken ct)
    {
        if (!proposal.IsWaiting) return Problem.Conflict("Somebody has decided already.");
        return proposal.ProposedBy == actor.Id && !await IsAlone(ct) ? Problem.Because("You proposed this yourself; somebody else must decide.") : null;
    }

    private async Task<Problem?> IntoFile(StoredQuestion known, Proposal proposal, QuestionDraft question, CancellationToken ct)
    {
        if (known.VersionId != proposal.BasedOnId) return Changed;
        if (known.Course is null || await drafts.Current(known.Course, ct) is not { } draft) return Problem.NotFound("There is no such course.");
        var there = QuestionFile.Read(draft.Folder, new Faults()).FirstOrDefault(q => q.Slug == question.Slug);
        if (there is null || (there.Hash() != known.Draft.Hash() && there.Hash() != question.Hash())) return Changed;
        if (await edit.Handle(known.Course, question, draft.Stamp(QuestionFile.Name), ct) is { } problem) return problem;
        // A draft that waited already waits on, with this in it: nobody publishes somebody else's half-done work by the way.
        if (draft.IsDraft) return null;
        if (await drafts.Publish(known.Course, proposal.Note, ct) is not { } refused) return null;
        await drafts.Discard(known.Course, ct);
        return refused;
    }

    private async Task<Problem?> Note(long id, long? questionId, string state, string? answer, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var noted = await db.Execute(
            """
            update quizzes_proposal set state = @state, question_id = @questionId, decided_by = @By, decided_at = @Now, answer = @answer where id = @id and state = 'waiting'
            """, new { id, questionId, state, By = actor.Id, Now = clock.GetUtcNow(), answer = string.IsNullOrWhiteSpace(answer) ? null : answer.Trim() }, ct);
        if (noted == 0) return Problem.Conflict("Somebody has decided already.");
        await audit.Write($"quizzes.proposal-{state}", $"proposal:{id}", new { question = questionId }, ct);
        await tx.Commit(ct);
        return null;
    }
}
