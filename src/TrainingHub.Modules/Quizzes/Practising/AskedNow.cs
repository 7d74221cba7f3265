using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Practising;

/// <summary>
/// Which questions somebody is, or may be, asked in a quiz just now: in a scheduled quiz whose time runs, whatever its quiz may draw, also after the person has handed in or its time is over,
/// as long as anybody still sits it; and in attempts of their own that are open. A set of practice shows answers, so it leaves these out, and shows none of one that it was given before
/// (<see cref="Reveals"/>). By times alone, never by what a job has done.
/// </summary>
internal sealed class AskedNow(Db db, TimeProvider clock)
{
    private sealed record Sitting(long CourseId, string Settings, string? Clauses);

    private sealed record Row(long QuestionId, string? Category, string? Clause, string? Tag);

    public async Task<IReadOnlySet<long>> Of(long personId, CancellationToken ct)
    {
        var asked = (await db.Rows<long>(
            """
            select v.question_id from quizzes_attempt a join quizzes_slot s on s.attempt_id = a.id join quizzes_question_version v on v.id = s.question_version_id
            where a.person_id = @personId and a.state in ('in-progress', 'overdue') and a.is_practice = false
            """, new { personId }, ct)).ToHashSet();
        var sittings = await db.Rows<Sitting>(
            """
            select q.course_id, q.settings, s.clauses from quizzes_schedule_person sp join quizzes_schedule s on s.id = sp.schedule_id join v_quiz q on q.id = s.quiz_id
            where sp.person_id = @personId and s.opens_at <= @now and s.state not in ('cancelled', 'skipped')
              and (s.closes_at > @now or exists (select 1 from quizzes_attempt o where o.schedule_id = s.id and o.state in ('in-progress', 'overdue')))
            """, new { personId, now = clock.GetUtcNow() }, ct);
        foreach (var course in sittings.GroupBy(s => s.CourseId))
        {
            var rows = await db.Rows<Row>(
                """
                select q.id as question_id, q.category, v.clause, t.tag from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id
                left join quizzes_question_tag t on t.question_version_id = v.id where q.course_id = @Key order by q.id
                """, new { course.Key }, ct);
            foreach (var question in rows.GroupBy(r => r.QuestionId))
                if (course.Any(sitting => MayAsk(sitting, question.First(), [.. question.Select(r => r.Tag).OfType<string>()]))) asked.Add(question.Key);
        }
        return asked;
    }

    private static bool MayAsk(Sitting sitting, Row question, IReadOnlyList<string> tags) => sitting.Clauses is { } only
        ? question.Clause is { } clause && only.Split(' ').Contains(clause, StringComparer.Ordinal)
        : QuizSettings.From(sitting.Settings).Draw.Any(new DrawCandidate(question.QuestionId, tags, question.Category).Fits);
}
