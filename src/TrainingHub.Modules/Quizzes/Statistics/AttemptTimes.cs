using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>How long the questions of an attempt took, as far as that is known.</summary>
internal static class AttemptTimes
{
    /// <returns>Whole seconds by slot. Of an attempt that an invigilator paused no time is known: the pause would look like thinking.</returns>
    public static async Task<IReadOnlyDictionary<int, int>> Of(Db db, long attemptId, DateTimeOffset startedAt, CancellationToken ct) => QuestionTimes.Of(startedAt, await db.Rows<Arrival>(
        """
        select slot, received_at as at from quizzes_answer where attempt_id = @attemptId and outcome <> 'late'
          and not exists (select 1 from quizzes_exam_intervention i where i.attempt_id = @attemptId and i.kind = 'paused')
        order by received_at, id
        """, new { attemptId }, ct));
}
