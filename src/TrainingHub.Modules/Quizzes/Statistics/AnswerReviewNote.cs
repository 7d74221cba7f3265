using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>Closes a note with what was done about the question, or why nothing is to be done.</summary>
internal sealed class AnswerReviewNote(Db db, Audit audit, Actor actor, TimeProvider clock)
{
    public const int MostCharacters = 2000;

    public async Task<Problem?> Handle(long noteId, string? answer, CancellationToken ct)
    {
        var words = answer?.Trim() ?? "";
        if (words.Length is 0 or > MostCharacters) return Problem.Because("Write what was done, in at most {0} characters.", MostCharacters);
        await using var tx = await db.Begin(ct);
        var answered = await db.Execute("update quizzes_review_note set answer = @words, answered_by = @By, answered_at = @now where id = @noteId and answered_at is null", new { words, By = actor.Id, now = clock.GetUtcNow(), noteId }, ct);
        if (answered == 0) return Problem.NotFound("There is no such open note.");
        await audit.Write("quizzes.review-note-answered", $"review-note:{noteId}", null, ct);
        await tx.Commit(ct);
        return null;
    }
}
