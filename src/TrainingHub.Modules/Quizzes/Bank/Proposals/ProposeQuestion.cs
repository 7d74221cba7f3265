using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <param name="QuestionId">Null: a new question.</param>
/// <param name="CourseId">0: the shared bank.</param>
/// <param name="BasedOn">The version its author saw.</param>
/// <param name="EarlierId">The proposal that came back, which this mends.</param>
internal sealed record NewProposal(long? QuestionId, long CourseId, long? BasedOn, QuestionDraft Question, string? Note, long? EarlierId);

/// <summary>Puts a question, or a change to one, before somebody else. Nothing of it reaches a learner until it is accepted; several may wait for one question.</summary>
internal sealed class ProposeQuestion(Db db, StoredQuestions stored, Actor actor, Audit audit, TimeProvider clock)
{
    public const int MostCharacters = 2000;

    public async Task<Outcome<long>> Handle(NewProposal proposed, CancellationToken ct)
    {
        var note = proposed.Note?.Trim() ?? "";
        if (note.Length is 0 or > MostCharacters) return Problem.Because("Write why you propose it, in at most {0} characters; whoever decides reads it.", MostCharacters);
        await using var tx = await db.Begin(ct);
        QuestionDraft? before = null;
        if (proposed.QuestionId is { } id)
        {
            if (await stored.Of(id, ct) is not { } known) return Problem.NotFound("There is no such question.");
            if (known.VersionId != proposed.BasedOn) return Problem.Conflict("Somebody changed the questions meanwhile. Copy what you wrote, load the page again and put it in there.");
            before = known.Draft;
            if (before.Hash() == proposed.Question.Hash() && before.Category == proposed.Question.Category) return Problem.Because("Nothing is changed yet.");
        }
        if (QuestionCheck.Of(proposed.Question, before) is { } fault) return fault;
        if (proposed.EarlierId is { } earlier && await db.Scalar<long>("select count(*) from quizzes_proposal where id = @earlier and proposed_by = @Id and state = 'returned'", new { earlier, actor.Id }, ct) == 0)
            return Problem.NotFound("There is no such proposal.");
        var made = await db.Insert(
            """
            insert into quizzes_proposal(question_id, course_id, based_on_id, question, note, state, earlier_id, proposed_by, proposed_at)
            values (@QuestionId, @CourseId, @BasedOn, @Question, @note, 'waiting', @EarlierId, @By, @Now) returning id
            """,
            new { proposed.QuestionId, proposed.CourseId, proposed.BasedOn, Question = JsonSerializer.Serialize(proposed.Question, Json.Plain), note, proposed.EarlierId, By = actor.Id, Now = clock.GetUtcNow() }, ct);
        await audit.Write("quizzes.question-proposed", $"proposal:{made}", new { question = proposed.QuestionId }, ct);
        await tx.Commit(ct);
        return made;
    }
}
