using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>
/// Works the statistics of a quiz out anew. Its sums are emptied and a new epoch begins at once; <see cref="RecountJob"/> then counts the attempts.
/// Whoever is graded meanwhile is counted as ever.
/// </summary>
internal sealed class RecountStatistics(Db db, Audit audit)
{
    public async Task<Problem?> Handle(long quizId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await db.Scalar<long?>("select id from quizzes_quiz where id = @quizId", new { quizId }, ct) is null) return Problem.NotFound("There is no such quiz.");
        await db.Execute(
            """
            insert into quizzes_statistics(quiz_id, epoch, recount_after) values (@quizId, 1, 0)
            on conflict (quiz_id) do update set epoch = quizzes_statistics.epoch + 1, recount_after = 0
            """, new { quizId }, ct);
        await db.Execute("delete from quizzes_mark_sum where quiz_id = @quizId", new { quizId }, ct);
        await db.Execute("delete from quizzes_item_sum where quiz_id = @quizId", new { quizId }, ct);
        await db.Execute("delete from quizzes_response_sum where quiz_id = @quizId", new { quizId }, ct);
        await audit.Write("quizzes.statistics-recounted", $"quiz:{quizId}", null, ct);
        await tx.Commit(ct);
        return null;
    }
}

/// <summary>Counts the attempts of every quiz that is being recounted, a few per transaction; killed in between it goes on where it was.</summary>
internal sealed class RecountJob(Db db, CountAttempts count) : IJob
{
    private const int AtOnce = 20;

    public async Task Run(JobRun run, CancellationToken ct)
    {
        foreach (var quizId in await db.Rows<long>("select quiz_id from quizzes_statistics where recount_after is not null order by quiz_id", null, ct))
            while (await Chunk(quizId, run, ct)) { }
    }

    private async Task<bool> Chunk(long quizId, JobRun run, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await db.Scalar<long?>("select recount_after from quizzes_statistics where quiz_id = @quizId", new { quizId }, ct) is not { } after) return false;
        var ids = await db.Rows<long>("select id from quizzes_attempt where quiz_id = @quizId and id > @after order by id limit @AtOnce", new { quizId, after, AtOnce }, ct);
        await count.Handle(ids, ct);
        long? reached = ids.Count < AtOnce ? null : ids[^1];
        // Unless somebody asked for another recount meanwhile: that one begins at the first attempt again.
        tx.BeforeCommit(later => db.Execute("update quizzes_statistics set recount_after = @reached where quiz_id = @quizId and recount_after = @after", new { reached, quizId, after }, later));
        await tx.Commit(ct);
        run.Count("attempts", ids.Count);
        return true;
    }
}
