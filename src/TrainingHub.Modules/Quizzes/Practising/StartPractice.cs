using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Practising;

/// <summary>Starts a set of practice with the questions it is given. There is one set open at most: what is left of an older one is handed in as it stands, and the job quizzes.grade grades it.</summary>
internal sealed class StartPractice(Db db, PracticeQuiz practice, SealAttempt seal, Entropy entropy, TimeProvider clock)
{
    private sealed record Question(long VersionId, string Kind, long MaxMark, string Body);

    public async Task<long> Handle(long personId, IReadOnlyList<long> versionIds, string language, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var (quizId, quizVersionId) = await practice.Keep(ct);
        await db.Execute("insert into quizzes_taker(person_id, quiz_id, attempts) values (@personId, @quizId, 0) on conflict (person_id, quiz_id) do nothing", new { personId, quizId }, ct);
        var number = 1 + await db.Scalar<int>($"select attempts from quizzes_taker where person_id = @personId and quiz_id = @quizId {db.Dialect.ForUpdate}", new { personId, quizId }, ct);
        foreach (var open in await db.Rows<long>("select id from quizzes_attempt where person_id = @personId and quiz_id = @quizId and state in ('in-progress', 'overdue')", new { personId, quizId }, ct))
            await seal.Handle(open, ct);
        var ids = versionIds.ToArray();
        var questions = (await db.Rows<Question>($"select id as version_id, kind, max_mark, body from quizzes_question_version where {db.Dialect.In("id", "ids")}", new { ids }, ct)).OrderBy(q => Array.IndexOf(ids, q.VersionId)).ToList();
        var chance = entropy.About($"practice {number} of person {personId}");
        var attemptId = await db.Insert(
            """
            insert into quizzes_attempt(uuid, quiz_id, quiz_version_id, person_id, number, language, state, started_at, max_mark, is_practice)
            values (@Uuid, @quizId, @quizVersionId, @personId, @number, @language, 'in-progress', @Now, @MaxMark, true) returning id
            """, new { Uuid = chance.Uuid(), quizId, quizVersionId, personId, number, language, Now = clock.GetUtcNow(), MaxMark = questions.Sum(q => q.MaxMark) }, ct);
        var slot = 0;
        foreach (var question in questions)
            await db.Execute("insert into quizzes_slot(attempt_id, slot, question_version_id, option_order) values (@attemptId, @slot, @VersionId, @Order)", new { attemptId, slot = ++slot, question.VersionId, Order = Order(question, chance) }, ct);
        await db.Execute("update quizzes_taker set attempts = @number where person_id = @personId and quiz_id = @quizId", new { number, personId, quizId }, ct);
        await tx.Commit(ct);
        return attemptId;
    }

    private static string Order(Question question, Entropy chance)
    {
        var body = QuestionBody.From(question.Body);
        return JsonSerializer.Serialize(QuestionKinds.Find(question.Kind).Order(body.Content, body.Shuffle, chance), Json.Plain);
    }
}
