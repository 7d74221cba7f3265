using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>
/// Takes a question out of every draw from now on, or puts it back. Attempts under way keep it. It is the hub's decision, whatever a course's file says:
/// an import leaves it so, since a wrong question must be gone at once and stay gone.
/// </summary>
internal sealed class RetireQuestion(Db db, DrawSupply supply, Actor actor, Audit audit, TimeProvider clock)
{
    public const int MostCharacters = 2000;

    private sealed record Row(bool IsRetired, bool IsByHand);

    public async Task<Problem?> Handle(long id, string? why, CancellationToken ct)
    {
        var reason = why?.Trim() ?? "";
        if (reason.Length is 0 or > MostCharacters) return Problem.Because("Write why, in at most {0} characters; auditors read it.", MostCharacters);
        await using var tx = await db.Begin(ct);
        var (before, obstacle) = await supply.Lock(id, ct);
        if (obstacle is not null) return obstacle;
        if ((await Locked(id, ct))!.IsRetired) return Problem.Conflict("It is retired already.");
        await db.Execute("update quizzes_question set retired_at = @Now, retired_by = @By, retired_reason = @reason where id = @id", new { id, Now = clock.GetUtcNow(), By = actor.Id, reason }, ct);
        if (await supply.Worse(before!, ct) is { } lacking) return lacking;
        await audit.Write("quizzes.question-retired", $"question:{id}", new { reason }, ct);
        await tx.Commit(ct);
        return null;
    }

    public async Task<Problem?> BringBack(long id, string? why, CancellationToken ct)
    {
        var reason = why?.Trim() ?? "";
        if (reason.Length is 0 or > MostCharacters) return Problem.Because("Write why, in at most {0} characters; auditors read it.", MostCharacters);
        await using var tx = await db.Begin(ct);
        if (await Locked(id, ct) is not { } question) return Problem.NotFound("There is no such question.");
        if (!question.IsRetired) return Problem.Conflict("It is not retired.");
        if (!question.IsByHand) return Problem.Because("The course's questions.yaml no longer has this question. Put it back there and publish the course.");
        await db.Execute("update quizzes_question set retired_at = null, retired_by = null, retired_reason = null where id = @id", new { id }, ct);
        await audit.Write("quizzes.question-brought-back", $"question:{id}", new { reason }, ct);
        await tx.Commit(ct);
        return null;
    }

    private Task<Row?> Locked(long id, CancellationToken ct) => db.Row<Row>(
        $"""
        select case when retired_at is null then false else true end as is_retired, case when retired_by is null then false else true end as is_by_hand
        from quizzes_question where id = @id {db.Dialect.ForUpdate}
        """, new { id }, ct);
}
