using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>One learner in an exam.</summary>
/// <param name="State">working, idle, gone (nothing was heard of the page), paused, time-up, submitted, abandoned</param>
/// <param name="SecondsLeft">Null where there is no limit, or it is over.</param>
/// <param name="Outside">Answers that came from outside the exam's networks.</param>
/// <param name="Kept">Answers that came during a pause and don't count by themselves.</param>
internal sealed record BoardLine(long AttemptId, string Name, string? Number, string State, DateTimeOffset StartedAt, int Answered, int Questions, int? SecondsLeft, DateTimeOffset? SeenAt, int Outside, int Kept)
{
    public bool IsOpen => State is not ("submitted" or "abandoned");
}

/// <summary>Somebody the scheduled quiz is for who has not begun it.</summary>
internal sealed record Awaited(long Id, string Name, string? Number);

internal sealed record ExamBoard(IReadOnlyList<BoardLine> Lines, IReadOnlyList<Awaited> Awaited)
{
    public int Open => Lines.Count(l => l.IsOpen);
    public int Paused => Lines.Count(l => l.State == "paused");
    public int Submitted => Lines.Count - Open;
}

/// <summary>Who is in an exam and how far, as far as the invigilator may see. One query for the list, one for who is still awaited.</summary>
internal sealed class ReadExamBoard(Db db, Actor actor, TimeProvider clock)
{
    /// <summary>The page of an attempt reports every quarter of a minute; twice missed and a little more is gone.</summary>
    public static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(45);

    public static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(5);

    /// <summary>How long an ended attempt stays in the list of a quiz that anybody takes at any time.</summary>
    private static readonly TimeSpan Today = TimeSpan.FromHours(12);

    private const int Most = 1000;

    private sealed record Row(long Id, string Name, string? Number, string State, DateTimeOffset StartedAt, DateTimeOffset? DeadlineAt, DateTimeOffset? PausedAt, DateTimeOffset? SeenAt, DateTimeOffset? AnsweredAt, int Answered, int Questions, int Outside, int Kept);

    public async Task<ExamBoard> Handle(Exam exam, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var scope = new { exam.QuizId, exam.ScheduleId, schedule = exam.ScheduleId ?? 0, since = exam.ScheduleId is null ? now - Today : DateTimeOffset.UnixEpoch, Most, viewer = actor.Id, permission = QuizzesPermissions.Invigilate };
        var rows = await db.Rows<Row>(
            $"""
            select a.id, p.name, p.employee_number as number, a.state, a.started_at, a.deadline_at, a.paused_at, e.seen_at,
                   (select max(n.received_at) from quizzes_answer n where n.attempt_id = a.id) as answered_at,
                   (select count(*) from quizzes_slot s where s.attempt_id = a.id and s.answer_id is not null) as answered,
                   (select count(*) from quizzes_slot s where s.attempt_id = a.id) as questions,
                   (select count(*) from quizzes_answer n where n.attempt_id = a.id and n.is_outside = true) as outside,
                   (select count(*) from quizzes_answer n where n.attempt_id = a.id and n.outcome = 'paused') as kept
            from quizzes_attempt a join v_people_person p on p.id = a.person_id left join quizzes_exam_presence e on e.attempt_id = a.id
            where a.quiz_id = @QuizId and coalesce(a.schedule_id, 0) = @schedule and a.exam is not null and (a.state in ('in-progress', 'overdue') or a.started_at > @since)
              and {PeopleScope.Sees("p.site_id", "p.department_id")}
            order by case when a.state in ('in-progress', 'overdue') then 0 else 1 end, p.name, a.id limit @Most
            """, scope, ct);
        var awaited = exam.ScheduleId is null ? [] : await db.Rows<Awaited>(
            $"""
            select p.id, p.name, p.employee_number as number from quizzes_schedule_person sp join v_people_person p on p.id = sp.person_id
            where sp.schedule_id = @ScheduleId and not exists (select 1 from quizzes_attempt a where a.schedule_id = @ScheduleId and a.person_id = p.id)
              and {PeopleScope.Sees("p.site_id", "p.department_id")}
            order by p.name, p.id limit @Most
            """, scope, ct);
        return new ExamBoard([.. rows.Select(r => Line(r, now))], awaited);
    }

    private static BoardLine Line(Row row, DateTimeOffset now)
    {
        var seen = row.SeenAt > row.AnsweredAt || row.AnsweredAt is null ? row.SeenAt : row.AnsweredAt;
        var state = row.State switch
        {
            "finished" => "submitted",
            "abandoned" => "abandoned",
            _ when row.PausedAt is not null => "paused",
            _ when now >= row.DeadlineAt => "time-up",
            _ when now - (seen ?? row.StartedAt) > GoneAfter => "gone",
            _ when now - (row.AnsweredAt ?? row.StartedAt) > IdleAfter => "idle",
            _ => "working",
        };
        int? left = state is "submitted" or "abandoned" || row.DeadlineAt is not { } deadline ? null : Math.Max(0, (int)(deadline - (row.PausedAt ?? now)).TotalSeconds);
        return new BoardLine(row.Id, row.Name, row.Number, state, row.StartedAt, row.Answered, row.Questions, left, seen, row.Outside, row.Kept);
    }
}
