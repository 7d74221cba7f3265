using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>Does with an attempt whose time ran out what its settings say: submits what was saved, lets it be submitted for a while, or leaves it out of account. Of a paused one the time does not run.</summary>
internal sealed class EndOverdue(Db db, SealAttempt seal, TimeProvider clock)
{
    private sealed record Row(string State, DateTimeOffset? DeadlineAt, DateTimeOffset? GraceUntil, DateTimeOffset? PausedAt, string Settings);

    /// <summary>The attempt's state afterwards.</summary>
    public async Task<string> Handle(long attemptId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Scalar<long>($"select id from quizzes_attempt where id = @attemptId {db.Dialect.ForUpdate}", new { attemptId }, ct);
        var attempt = (await db.Row<Row>("select a.state, a.deadline_at, a.grace_until, a.paused_at, v.settings from quizzes_attempt a join quizzes_quiz_version v on v.id = a.quiz_version_id where a.id = @attemptId", new { attemptId }, ct))!;
        var state = Next(attempt, clock.GetUtcNow());
        if (state == "finished" && attempt.State != state) await seal.Handle(attemptId, ct);
        else if (state != attempt.State) await db.Execute("update quizzes_attempt set state = @state where id = @attemptId", new { state, attemptId }, ct);
        await tx.Commit(ct);
        return state;
    }

    private static string Next(Row attempt, DateTimeOffset now)
    {
        if (attempt.State is not ("in-progress" or "overdue") || attempt.PausedAt is not null || attempt.DeadlineAt is null || now < attempt.DeadlineAt) return attempt.State;
        if (attempt.GraceUntil is { } grace) return now < grace ? "overdue" : "abandoned";
        return QuizSettings.From(attempt.Settings).WhenTimeIsUp == "abandon" ? "abandoned" : "finished";
    }
}
