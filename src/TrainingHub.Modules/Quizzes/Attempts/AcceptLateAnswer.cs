using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>
/// A trainer lets an answer count that came after the end or while the exam was paused, with a reason. The attempt is marked anew in the same transaction; an attempt that was
/// abandoned stays so until somebody lets it count (<see cref="CountAbandoned"/>).
/// </summary>
internal sealed class AcceptLateAnswer(Db db, GradeAttempt grade, Audit audit, Actor actor, TimeProvider clock)
{
    private sealed record Row(long AttemptId, int Slot, long Sequence, string Device, string Outcome, string State, long? Mark, long? CountsSequence, string? CountsDevice);

    public async Task<Problem?> Handle(long attemptId, long answerId, string reason, CancellationToken ct)
    {
        var (why, unexplained) = WrittenReason.Of(reason);
        if (unexplained is not null) return unexplained;
        await using var tx = await db.Begin(ct);
        var seen = await db.Scalar<long?>(
            $"""
            select a.id from quizzes_attempt a where a.id = @attemptId and a.is_practice = false and a.person_id <> @viewer
              and exists (select 1 from v_people_person p where p.id = a.person_id and {PeopleScope.Sees("p.site_id", "p.department_id")}) {db.Dialect.ForUpdate}
            """, new { attemptId, viewer = actor.Id, permission = QuizzesPermissions.Accommodate }, ct);
        var row = seen is null ? null : await db.Row<Row>(
            """
            select n.attempt_id, n.slot, n.sequence, n.device, n.outcome, a.state, s.mark, c.sequence as counts_sequence, c.device as counts_device
            from quizzes_answer n join quizzes_attempt a on a.id = n.attempt_id join quizzes_slot s on s.attempt_id = n.attempt_id and s.slot = n.slot
            left join quizzes_answer c on c.id = s.answer_id
            where n.id = @answerId and n.attempt_id = @attemptId
            """, new { answerId, attemptId }, ct);
        if (row is null) return Problem.NotFound("There is no such answer.");
        if (row.Outcome is not ("late" or "paused")) return Problem.Because("Only an answer that came too late or during a pause needs to be accepted.");
        if (row.State == "in-progress") return Problem.Because("The attempt is still under way.");
        var isOlder = row.CountsSequence > row.Sequence || (row.CountsSequence == row.Sequence && string.CompareOrdinal(row.CountsDevice, row.Device) >= 0);
        if (isOlder) return Problem.Conflict("A later answer to this question counts already.");
        await db.Execute("insert into quizzes_late_accepted(answer_id, reason, accepted_by, accepted_at) values (@answerId, @reason, @By, @now) on conflict (answer_id) do nothing",
            new { answerId, reason = why, By = actor.Id, now = clock.GetUtcNow() }, ct);
        // What a person gave was for another answer. Regrades passed it by, so the newest key is looked up now.
        var key = await MarkingVersion.Newest(db, attemptId, row.Slot, ct);
        await db.Execute("update quizzes_slot set answer_id = @answerId, marking_id = null, marked_by_id = coalesce(@key, marked_by_id) where attempt_id = @attemptId and slot = @Slot", new { answerId, attemptId, row.Slot, key }, ct);
        await audit.Write("quizzes.late-answer-accepted", $"attempt:{attemptId}", new { answer = answerId, row.Slot }, ct);
        if (row.State == "finished") await Remark(row, why!, ct);
        await tx.Commit(ct);
        return null;
    }

    private async Task Remark(Row row, string reason, CancellationToken ct)
    {
        await db.Execute("update quizzes_attempt set graded_at = null, marking_since = null where id = @AttemptId", new { row.AttemptId }, ct);
        await grade.Handle(row.AttemptId, ct);
        await db.Execute(
            """
            insert into quizzes_mark_history(attempt_id, slot, before, after, kind, reason, actor_id, at)
            select attempt_id, slot, @Mark, mark, 'regraded', @reason, @By, @now from quizzes_slot where attempt_id = @AttemptId and slot = @Slot
            """, new { row.AttemptId, row.Slot, row.Mark, reason, By = actor.Id, now = clock.GetUtcNow() }, ct);
    }
}

/// <summary>A trainer lets an attempt count that was not submitted in time, with what was saved until then and what was accepted since.</summary>
internal sealed class CountAbandoned(Db db, GradeAttempt grade, Audit audit, Actor actor)
{
    public async Task<Problem?> Handle(long attemptId, string reason, CancellationToken ct)
    {
        var (why, unexplained) = WrittenReason.Of(reason);
        if (unexplained is not null) return unexplained;
        await using var tx = await db.Begin(ct);
        var counted = await db.Execute(
            $"""
            update quizzes_attempt set state = 'finished', submitted_at = coalesce(grace_until, deadline_at)
            where id = @attemptId and state = 'abandoned' and person_id <> @viewer
              and exists (select 1 from v_people_person p where p.id = quizzes_attempt.person_id and {PeopleScope.Sees("p.site_id", "p.department_id")})
            """, new { attemptId, viewer = actor.Id, permission = QuizzesPermissions.Accommodate }, ct);
        if (counted == 0) return Problem.NotFound("There is no such attempt.");
        await audit.Write("quizzes.abandoned-counted", $"attempt:{attemptId}", new { reason = why }, ct);
        await grade.Handle(attemptId, ct);
        await tx.Commit(ct);
        return null;
    }
}
