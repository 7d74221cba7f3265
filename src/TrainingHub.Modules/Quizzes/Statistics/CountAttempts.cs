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
    private sealed record Change(long AttemptId, long QuizId, Counted? Before, Contribution? Now);

    public Task Handle(AttemptGraded e, CancellationToken ct) => Handle([e.AttemptId], ct);

    /// <param name="attemptIds">Of one quiz, ascending.</param>
    public async Task Handle(IReadOnlyList<long> attemptIds, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var changes = new List<Change>();
        foreach (var id in attemptIds)
        {
            var (before, now) = await read.Of(id, ct);
            if ((now?.QuizId ?? before?.QuizId) is { } quizId) changes.Add(new Change(id, quizId, before, now));
        }
        // Everybody who takes this quiz waits for its row, so it is locked as late as can be.
        if (changes.Count > 0) tx.BeforeCommit(later => Write(changes, later));
        await tx.Commit(ct);
    }

    private async Task Write(List<Change> changes, CancellationToken ct)
    {
        var epoch = await Lock(changes[0].QuizId, ct);
        var sums = new Sums();
        foreach (var (attemptId, quizId, before, now) in changes)
        {
            if (before is not null && before.Epoch == epoch) sums.TakeBack(before.Contribution);
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
