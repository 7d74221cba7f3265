using System.Diagnostics;

namespace TrainingHub.Benchmarks;

/// <summary>Fills a quiz with graded attempts of ten answers each by plain SQL, as if the whole firm had taken it for years, and has the hub count them.</summary>
internal static class AnswersFill
{
    private const int PerAttempt = 10;

    /// <returns>The quiz, and how many attempts a second were counted into its statistics.</returns>
    public static async Task<(long Quiz, double CountedPerSecond)> Fill(Scratch scratch, int answers)
    {
        var attempts = answers / PerAttempt;
        // The last quiz: the load of the attempts runs on the first.
        var quiz = await scratch.Scalar<long>("select max(id) from v_quiz");
        var at = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        await scratch.Execute(
            """
            with recursive n(i) as (select 0 union all select i + 1 from n where i < @attempts - 1)
            insert into quizzes_attempt(uuid, quiz_id, quiz_version_id, person_id, number, language, state, started_at, submitted_at, graded_at, mark, max_mark, passed)
            select 'fill-' || i, q.id, q.version_id, @First + i % @People, i / @People + 1, case when i % 3 = 0 then 'en' else 'zh-CN' end, 'finished', @at, @at, @at, 0, @Max, false
            from n cross join v_quiz q where q.id = @quiz
            """, new { attempts, quiz, at, First = scratch.People[0], People = scratch.People.Count, Max = PerAttempt * 1000L });
        await scratch.Execute(
            """
            insert into quizzes_slot(attempt_id, slot, question_version_id, option_order, answer_id, mark)
            select a.id, k.slot, k.id, '[]', 1000000000 + a.id * 10 + k.slot, case when (a.id * 7 + k.slot * (a.id % 11)) % 10 < 7 then 1000 else 0 end
            from quizzes_attempt a cross join (
                select v.id, cast(row_number() over (order by v.id) as integer) as slot from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id join v_quiz z on z.course_id = q.course_id and z.id = @quiz
                where v.kind = 'single' order by v.id limit @PerAttempt) k
            where a.quiz_id = @quiz and a.uuid like 'fill-%'
            """, new { quiz, PerAttempt });
        await scratch.Execute(
            """
            insert into quizzes_answer(id, attempt_id, slot, sequence, device, answer, language, received_at, outcome)
            select s.answer_id, s.attempt_id, s.slot, 1, 'fill', case when s.mark > 0 then '{"chosen":["a"]}' else '{"chosen":["b"]}' end, 'zh-CN', @at, 'counted'
            from quizzes_slot s where s.answer_id > 1000000000
            """, new { at });
        await scratch.Execute(
            """
            update quizzes_attempt set mark = (select sum(s.mark) from quizzes_slot s where s.attempt_id = quizzes_attempt.id) where quiz_id = @quiz and uuid like 'fill-%'
            """, new { quiz });
        await scratch.Execute("update quizzes_attempt set passed = true where quiz_id = @quiz and uuid like 'fill-%' and mark >= 8000", new { quiz });
        await scratch.Execute("insert into quizzes_statistics(quiz_id, epoch, recount_after) values (@quiz, 1, 0) on conflict (quiz_id) do update set recount_after = 0", new { quiz });
        var watch = Stopwatch.StartNew();
        var counted = await scratch.Run("quizzes.recount");
        if (counted.Outcome != "ok") throw new InvalidOperationException($"Counting ended with {counted.Outcome}: {counted.Error}");
        return (quiz, attempts / watch.Elapsed.TotalSeconds);
    }
}
