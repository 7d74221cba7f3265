using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>Notes that the page of an invigilated attempt was heard of. Overwrites: it says who is there now, nothing more.</summary>
internal sealed class NoteSeen(Db db, ExamWatch watch, TimeProvider clock)
{
    public async Task Handle(long attemptId, long quizId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("insert into quizzes_exam_presence(attempt_id, seen_at) values (@attemptId, @now) on conflict (attempt_id) do update set seen_at = excluded.seen_at", new { attemptId, now = clock.GetUtcNow() }, ct);
        tx.AfterCommit(() => watch.Changed(quizId));
        await tx.Commit(ct);
    }
}
