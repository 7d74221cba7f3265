using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>
/// Adds attempts to the statistics, in the transaction that graded them. May be asked for the same attempt as often as one likes: what it added
/// before is taken back first. An attempt that is gone is only taken back.
/// </summary>
internal sealed class CountAttempts(Db db, ReadContribution read) : IHandler<AttemptGraded>
{
    private sealed record Counted(int Epoch, string Contribution);

    public Task Handle(AttemptGraded e, CancellationToken ct) => Handle([e.AttemptId], ct);

    /// <param name="attemptIds">Of one quiz, ascending.</param>
    public async Task Handle(IReadOnlyList<long> attemptIds, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var now = new Dictionary<long, Contribution?>();
        foreach (var id in attemptIds) now[id] = await read.Of(id, ct);
        var quizId = now.Values.FirstOrDefault(c => c is not null)?.QuizId
            ?? await db.Scalar<long?>($"select min(quiz_id) from quizzes_counted where {db.Dialect.In("attempt_id", "ids")}", new { ids = attemptIds.ToArray() }, ct);
        // Everybody who takes this quiz waits for its row, so it is locked as late as can be.
        if (quizId is { } known) tx.BeforeCommit(later => Write(known, now, later));
        await tx.Commit(ct);
    }

    private async Task Write(long quizId, Dictionary<long, Contribution?> contributions, CancellationToken ct)
    {
        var epoch = await Lock(quizId, ct);
        var sums = new Sums();
        foreach (var (attemptId, now) in contributions)
        {
            // What was added in another epoch is in no sum any more.
            if (await db.Row<Counted>("select epoch, contribution from quizzes_counted where attempt_id = @attemptId", new { attemptId }, ct) is { } before && before.Epoch == epoch)
                sums.TakeBack(Contribution.From(before.Contribution));
            if (now is null)
            {
                await db.Execute("delete from quizzes_counted where attempt_id = @attemptId", new { attemptId }, ct);
                continue;
            }
            sums.Add(now);
            await db.Execute(
                """
                insert into quizzes_counted(attempt_id, quiz_id, epoch, contribution) values (@attemptId, @quizId, @epoch, @Contribution)
                on conflict (attempt_id) do update set epoch = excluded.epoch, contribution = excluded.contribution
                """, new { attemptId, quizId, epoch, Contribution = now.ToJson() }, ct);
        }
        await sums.Write(db, ct);
    }

    private async Task<int> Lock(long quizId, CancellationToken ct)
    {
        var sql = $"select epoch from quizzes_statistics where quiz_id = @quizId {db.Dialect.ForUpdate}";
        if (await db.Scalar<int?>(sql, new { quizId }, ct) is { } epoch) return epoch;
        await db.Execute("insert into quizzes_statistics(quiz_id, epoch) values (@quizId, 1) on conflict (quiz_id) do nothing", new { quizId }, ct);
        return (await db.Scalar<int?>(sql, new { quizId }, ct))!.Value;
    }
}
