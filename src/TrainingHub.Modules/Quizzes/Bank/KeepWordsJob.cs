using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Writes down the words of questions that have none yet, or those of an older version: after an upgrade. Killed in between it goes on with the rest.</summary>
internal sealed class KeepWordsJob(Db db, StoredQuestions stored) : IJob
{
    private const int AtOnce = 50;

    public async Task Run(JobRun run, CancellationToken ct)
    {
        while (await Chunk(run, ct)) { }
    }

    private async Task<bool> Chunk(JobRun run, CancellationToken ct)
    {
        var ids = await db.Rows<long>(
            """
            select q.id from quizzes_question q left join quizzes_question_words w on w.question_id = q.id
            where q.current_version_id is not null and coalesce(w.version_id, 0) <> q.current_version_id order by q.id limit @AtOnce
            """, new { AtOnce }, ct);
        if (ids.Count == 0) return false;
        await using var tx = await db.Begin(ct);
        foreach (var question in await stored.Of(ids, ct))
        {
            await db.Execute(
                """
                insert into quizzes_question_words(question_id, version_id, words) values (@Id, @VersionId, @words)
                on conflict (question_id) do update set version_id = excluded.version_id, words = excluded.words
                """, new { question.Id, question.VersionId, words = QuestionWords.Of(question.Draft) }, ct);
        }
        await tx.Commit(ct);
        run.Count("questions", ids.Count);
        return true;
    }
}
