using System.Text.Json;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>
/// The version of a question whose key, maximum and rubric mark an answer: the one that was asked, or the one that a regrade put in its place and that shows
/// learners the same. Everything that marks, or says what a mark is out of, reads this one; whether a question is void is asked of the version that was asked.
/// </summary>
internal static class MarkingVersion
{
    /// <summary>Its id, of the slot s.</summary>
    public const string Id = "coalesce(s.marked_by_id, s.question_version_id)";

    private sealed record Regrade(string Versions, long KeyVersionId, long Asked);

    /// <summary>By the newest regrade there was of the version that was asked; null where there was none. For a slot whose mark a person gave until now, which regrades pass by.</summary>
    public static async Task<long?> Newest(Db db, long attemptId, int slot, CancellationToken ct) => (await db.Rows<Regrade>(
        """
        select r.versions, r.key_version_id, s.question_version_id as asked
        from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id join quizzes_regrade r on r.question_id = v.question_id and r.key_version_id is not null
        where s.attempt_id = @attemptId and s.slot = @slot order by r.id desc
        """, new { attemptId, slot }, ct)).Find(r => JsonSerializer.Deserialize<long[]>(r.Versions)!.Contains(r.Asked))?.KeyVersionId;
}
