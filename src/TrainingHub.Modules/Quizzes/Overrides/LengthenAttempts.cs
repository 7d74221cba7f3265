using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Overrides;

/// <summary>Gives attempts that are under way the time that was granted meanwhile. Never takes any away.</summary>
internal sealed class LengthenAttempts(Db db, Allowances allowances)
{
    /// <param name="MovedMs">By pauses and time that an invigilator added; it comes on top of what the rules give.</param>
    private sealed record Row(long Id, long PersonId, DateTimeOffset StartedAt, DateTimeOffset DeadlineAt, string Settings, DateTimeOffset? Opens, DateTimeOffset? Closes, long MovedMs);

    /// <param name="personId">Null: everybody's at this quiz.</param>
    public async Task Handle(long quizId, long? personId, CancellationToken ct)
    {
        // Locked before they are read: an invigilator may be adding time to the same attempts, and neither may undo the other.
        await db.Rows<long>(
            $"""
            select id from quizzes_attempt where quiz_id = @quizId and state = 'in-progress' and deadline_at is not null and person_id = coalesce(@personId, person_id)
            order by id {db.Dialect.ForUpdate}
            """, new { quizId, personId }, ct);
        var open = await db.Rows<Row>(
            """
            select a.id, a.person_id, a.started_at, a.deadline_at, v.settings, s.opens_at as opens, s.closes_at as closes,
                   (select coalesce(sum(i.moved_ms), 0) from quizzes_exam_intervention i where i.attempt_id = a.id) as moved_ms
            from quizzes_attempt a join quizzes_quiz_version v on v.id = a.quiz_version_id left join quizzes_schedule s on s.id = a.schedule_id
            where a.quiz_id = @quizId and a.state = 'in-progress' and a.deadline_at is not null and a.person_id = coalesce(@personId, a.person_id) order by a.id
            """, new { quizId, personId }, ct);
        foreach (var attempt in open)
        {
            var window = attempt.Closes is { } closes ? new Window(attempt.Opens!.Value, closes) : null;
            var rules = await allowances.RulesOf(attempt.PersonId, quizId, QuizSettings.From(attempt.Settings), window, ct);
            if (rules.Deadline(attempt.StartedAt)?.AddMilliseconds(attempt.MovedMs) is not { } deadline || deadline <= attempt.DeadlineAt) continue;
            await db.Execute("update quizzes_attempt set deadline_at = @deadline, grace_until = @grace where id = @Id and state = 'in-progress'", new { deadline, grace = rules.GraceUntil(deadline), attempt.Id }, ct);
        }
    }
}
