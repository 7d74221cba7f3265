using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>Whom an invigilator means.</summary>
/// <param name="ScheduleId">Null: the attempts that belong to no scheduled quiz.</param>
/// <param name="AttemptId">Null: everybody in the invigilator's reach.</param>
internal sealed record ExamTarget(long QuizId, long? ScheduleId, long? AttemptId);

internal sealed record ExamAttempt(long Id, string State, DateTimeOffset? DeadlineAt, DateTimeOffset? GraceUntil, DateTimeOffset? PausedAt, string Exam);

/// <summary>What all interventions share: which attempts they may touch, and what is written down about each.</summary>
internal sealed class Interventions(Db db, Audit audit, Actor actor, ExamWatch watch, TimeProvider clock)
{
    public const string NotThere = "There is no such attempt, or it has ended.";

    /// <summary>The open attempts of others that are meant and in reach, locked in the order of their numbers, so that two invigilators never wait for each other.</summary>
    public async Task<List<ExamAttempt>> Lock(ExamTarget target, CancellationToken ct)
    {
        var rows = await db.Rows<ExamAttempt>(
            $"""
            select a.id, a.state, a.deadline_at, a.grace_until, a.paused_at, a.exam from quizzes_attempt a
            where a.quiz_id = @QuizId and coalesce(a.schedule_id, 0) = @schedule and a.id = coalesce(@AttemptId, a.id) and a.exam is not null and a.state in ('in-progress', 'overdue') and a.person_id <> @viewer
              and exists (select 1 from v_people_person p where p.id = a.person_id and {PeopleScope.Sees("p.site_id", "p.department_id")})
            order by a.id {db.Dialect.ForUpdate}
            """, new { target.QuizId, target.AttemptId, schedule = target.ScheduleId ?? 0, viewer = actor.Id, permission = QuizzesPermissions.Invigilate }, ct);
        return rows.FindAll(r => ExamConditions.From(r.Exam).Invigilated);
    }

    /// <param name="moved">By how much the deadline was moved.</param>
    public async Task Write(long quizId, long attemptId, string kind, TimeSpan moved, string reason, Tx tx, CancellationToken ct)
    {
        var movedMs = (long)moved.TotalMilliseconds;
        await db.Execute("insert into quizzes_exam_intervention(attempt_id, kind, moved_ms, reason, actor_id, at) values (@attemptId, @kind, @movedMs, @Reason, @PersonId, @now)",
            new { attemptId, kind, movedMs, Reason = reason.Trim(), actor.PersonId, now = clock.GetUtcNow() }, ct);
        await audit.Write($"quizzes.exam-{kind}", $"attempt:{attemptId}", new { minutes = movedMs == 0 ? (double?)null : Math.Round(moved.TotalMinutes, 1), reason = reason.Trim() }, ct);
        tx.AfterCommit(() => watch.Changed(quizId));
    }
}
