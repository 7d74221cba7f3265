using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Quizzes.Exchange;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Makes a question's next version the current one, with its tags and the words it is found by. Inside the caller's transaction.</summary>
internal sealed class AddVersion(Db db, Actor actor, TimeProvider clock)
{
    public async Task<long> Handle(long questionId, QuestionDraft question, CancellationToken ct)
    {
        var version = await db.Insert(
            """
            insert into quizzes_question_version(question_id, number, kind, clause, difficulty, must_pass, max_mark, body, hash, created_by, created_at, only_language)
            select @questionId, coalesce(max(number), 0) + 1, @Kind, @Clause, @Difficulty, @MustPass, @MaxMark, @Body, @Hash, @PersonId, @Now, @Only from quizzes_question_version where question_id = @questionId
            returning id
            """,
            new
            {
                questionId, question.Kind, question.Clause, question.Difficulty, question.MustPass, question.MaxMark, Body = question.Body.ToJson(), Hash = question.Hash(),
                actor.PersonId, Now = clock.GetUtcNow(), Only = BankLanguages.OnlyOne(question),
            }, ct);
        foreach (var tag in question.Tags) await db.Execute("insert into quizzes_question_tag(question_version_id, tag) values (@version, @tag)", new { version, tag }, ct);
        await db.Execute("update quizzes_question set current_version_id = @version where id = @questionId", new { version, questionId }, ct);
        await db.Execute(
            """
            insert into quizzes_question_words(question_id, version_id, words) values (@questionId, @version, @words)
            on conflict (question_id) do update set version_id = excluded.version_id, words = excluded.words
            """, new { questionId, version, words = QuestionWords.Of(question) }, ct);
        return version;
    }
}
