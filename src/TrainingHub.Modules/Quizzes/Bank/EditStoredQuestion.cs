using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Changes a question that is kept in the bank alone: a new version, which learners get from their next attempt on.</summary>
internal sealed class EditStoredQuestion(Db db, StoredQuestions stored, AddVersion versions, DrawSupply supply)
{
    /// <param name="basedOn">The stamp of the question when the form was opened.</param>
    public async Task<Problem?> Handle(long id, QuestionDraft edited, string basedOn, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var (before, obstacle) = await supply.Lock(id, ct);
        if (obstacle is not null) return obstacle;
        if (await stored.Of(id, ct) is not { IsFromFile: false } known) return Problem.NotFound("There is no such question.");
        if (known.Draft.Stamp() != basedOn) return Problem.Conflict("Somebody changed the questions meanwhile. Copy what you wrote, load the page again and put it in there.");
        if (QuestionCheck.Of(edited, known.Draft) is { } fault) return fault;
        if (edited.Hash() != known.Draft.Hash()) await versions.Handle(id, edited, ct);
        await db.Execute("update quizzes_question set category = @Category where id = @id", new { id, edited.Category }, ct);
        if (await supply.Worse(before!, ct) is { } lacking) return lacking;
        await tx.Commit(ct);
        return null;
    }
}
