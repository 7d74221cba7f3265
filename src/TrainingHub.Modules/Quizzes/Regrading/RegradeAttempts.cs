using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Statistics;

namespace TrainingHub.Modules.Quizzes.Regrading;

internal sealed record RegradeWork(long RegradeId);

/// <summary>
/// Marks the attempts of a regrade anew, one transaction each, in which mark, history, statistics and evidence come true together with how far it has
/// come: killed anywhere it goes on with the next attempt, and each is done once.
/// </summary>
internal sealed class RegradeAttempts(Db db, GradeAttempt grade, CountAttempts count, Work work, Audit audit, TimeProvider clock) : IConsumer<RegradeWork>
{
    public const string Name = "quizzes.regrade";
    private const int PerItem = 200;

    private sealed record Row(long Id, long QuestionId, string Kind, string Versions, long? KeyVersionId, string Reason, long CreatedBy, long AfterAttempt);

    private sealed record Attempt(bool IsGraded, bool IsWaiting, long? Mark, long MaxMark, bool? Passed);

    public async Task Handle(RegradeWork item, WorkItem _, CancellationToken ct)
    {
        for (var i = 0; i < PerItem; i++)
            if (!await Next(item.RegradeId, ct)) return;
        await using var tx = await db.Begin(ct);
        var after = await db.Scalar<long>("select after_attempt from quizzes_regrade where id = @RegradeId", item, ct);
        await work.Enqueue(Name, item, $"regrade:{item.RegradeId}:{after}", ct);
        await tx.Commit(ct);
    }

    private async Task<bool> Next(long regradeId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var regrade = await db.Row<Row>(
            $"select id, question_id, kind, versions, key_version_id, reason, created_by, after_attempt from quizzes_regrade where id = @regradeId and finished_at is null {db.Dialect.ForUpdate}", new { regradeId }, ct);
        if (regrade is null) return false;
        var versions = JsonSerializer.Deserialize<long[]>(regrade.Versions)!;
        var next = await Following(versions, regrade.AfterAttempt, ct);
        // First how far it has come: what it voids counts for the attempt from then on.
        await db.Execute("update quizzes_regrade set after_attempt = coalesce(@next, after_attempt) where id = @regradeId", new { next, regradeId }, ct);
        if (next is { } attemptId) await One(regrade, versions, attemptId, ct);
        else await Finish(regrade, ct);
        await tx.Commit(ct);
        return next is not null;
    }

    /// <summary>Version by version: over several at once neither database would take the least from the index.</summary>
    private async Task<long?> Following(long[] versions, long after, CancellationToken ct)
    {
        long? least = null;
        foreach (var version in versions)
        {
            var next = await db.Scalar<long?>("select s.attempt_id from quizzes_slot s join quizzes_attempt a on a.id = s.attempt_id and a.is_practice = false where s.question_version_id = @version and s.attempt_id > @after order by s.attempt_id limit 1", new { version, after }, ct);
            if (next < (least ?? long.MaxValue)) least = next;
        }
        return least;
    }

    private async Task One(Row regrade, long[] versions, long attemptId, CancellationToken ct)
    {
        var before = (await db.Row<Attempt>(
            $"""
            select case when graded_at is null then false else true end as is_graded, case when marking_since is null then false else true end as is_waiting, mark, max_mark, passed
            from quizzes_attempt where id = @attemptId {db.Dialect.ForUpdate}
            """, new { attemptId }, ct))!;
        // A mark that a person gave stands, with the maximum it was given by.
        if (regrade.KeyVersionId is not null)
            await db.Execute($"update quizzes_slot set marked_by_id = @KeyVersionId where attempt_id = @attemptId and marking_id is null and {db.Dialect.In("question_version_id", "versions")}", new { regrade.KeyVersionId, attemptId, versions }, ct);
        if (!before.IsGraded)
        {
            if (before.IsWaiting) await grade.Handle(attemptId, ct); // perhaps it waited for this question alone
            return;
        }
        var now = await grade.Again(attemptId, ct);
        await count.Handle([attemptId], ct); // what is void counts no more, even where it changed no mark
        foreach (var slot in now.Slots.Where(s => s.Before != s.Mark))
        {
            await db.Execute(
                """
                insert into quizzes_mark_history(attempt_id, slot, before, after, kind, reason, regrade_id, actor_id, at)
                values (@attemptId, @Slot, @Before, @Mark, @Kind, @Reason, @Id, @CreatedBy, @now)
                """,
                new { attemptId, slot.Slot, slot.Before, slot.Mark, Kind = regrade.KeyVersionId is null ? "voided" : "regraded", regrade.Reason, regrade.Id, regrade.CreatedBy, now = clock.GetUtcNow() }, ct);
        }
        await db.Execute(
            """
            insert into quizzes_regraded(regrade_id, attempt_id, mark_before, mark_after, max_before, max_after, passed_before, passed_after)
            values (@Id, @attemptId, @MarkBefore, @Mark, @MaxBefore, @MaxMark, @PassedBefore, @Passed)
            """, new { regrade.Id, attemptId, MarkBefore = before.Mark ?? 0, now.Mark, MaxBefore = before.MaxMark, now.MaxMark, PassedBefore = before.Passed == true, now.Passed }, ct);
    }

    private async Task Finish(Row regrade, CancellationToken ct)
    {
        await db.Execute("update quizzes_regrade set finished_at = @now where id = @Id", new { now = clock.GetUtcNow(), regrade.Id }, ct);
        var counts = await db.Row<Counts>(
            """
            select count(*) as attempts, count(*) filter (where mark_before <> mark_after or max_before <> max_after) as changed,
                   count(*) filter (where passed_after and not passed_before) as newly_passed, count(*) filter (where passed_before and not passed_after) as newly_failed
            from quizzes_regraded where regrade_id = @Id
            """, new { regrade.Id }, ct);
        await audit.Write("quizzes.regraded", $"question:{regrade.QuestionId}", new { regrade = regrade.Id, regrade.Kind, regrade.Reason, by = regrade.CreatedBy, counts }, ct);
    }

    private sealed record Counts(long Attempts, long Changed, long NewlyPassed, long NewlyFailed);
}
