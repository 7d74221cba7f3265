using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Quizzes.Exchange;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Changes a question that is kept in the bank alone: a new version, which learners get from their next attempt on.</summary>
internal sealed class EditStoredQuestion(Db db, Actor actor, TimeProvider clock)
{
    private sealed record Row(string Slug, string Kind, string? Clause, int Difficulty, bool MustPass, long MaxMark, string Body, long VersionId);

    /// <summary>Null where there is no such question, or where the course's file keeps it.</summary>
    public async Task<QuestionDraft?> Find(long id, CancellationToken ct)
    {
        var row = await db.Row<Row>(
            """
            select q.slug, v.kind, v.clause, v.difficulty, v.must_pass, v.max_mark, v.body, v.id as version_id
            from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id where q.id = @id and q.origin = 'bank'
            """, new { id }, ct);
        if (row is null) return null;
        var tags = await db.Rows<string>("select tag from quizzes_question_tag where question_version_id = @VersionId order by tag", new { row.VersionId }, ct);
        return new QuestionDraft(row.Slug, 0, row.Kind, row.Clause, tags, row.Difficulty, row.MustPass, row.MaxMark, QuestionBody.From(row.Body));
    }

    /// <param name="basedOn">The hash of the question when the form was opened.</param>
    public async Task<Problem?> Handle(long id, QuestionDraft edited, string basedOn, CancellationToken ct)
    {
        var hash = edited.Hash();
        await using var tx = await db.Begin(ct);
        await db.Scalar<long>($"select id from quizzes_question where id = @id {db.Dialect.ForUpdate}", new { id }, ct);
        if (await Find(id, ct) is not { } known) return Problem.NotFound("There is no such question.");
        if (known.Hash() != basedOn) return Problem.Conflict("Somebody changed the questions meanwhile. Copy what you wrote, load the page again and put it in there.");
        if (hash == basedOn) return null;
        var version = await db.Insert(
            """
            insert into quizzes_question_version(question_id, number, kind, clause, difficulty, must_pass, max_mark, body, hash, created_by, created_at, only_language)
            select @id, coalesce(max(number), 0) + 1, @Kind, @Clause, @Difficulty, @MustPass, @MaxMark, @Body, @hash, @PersonId, @Now, @Only from quizzes_question_version where question_id = @id
            returning id
            """,
            new { id, edited.Kind, edited.Clause, edited.Difficulty, edited.MustPass, edited.MaxMark, Body = edited.Body.ToJson(), hash, actor.PersonId, Now = clock.GetUtcNow(), Only = BankLanguages.OnlyOne(edited) }, ct);
        foreach (var tag in edited.Tags) await db.Execute("insert into quizzes_question_tag(question_version_id, tag) values (@version, @tag)", new { version, tag }, ct);
        await db.Execute("update quizzes_question set current_version_id = @version where id = @id", new { version, id }, ct);
        await tx.Commit(ct);
        return null;
    }
}
