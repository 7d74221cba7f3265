using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>
/// questions.yaml and module.yaml's `quiz:` into the bank. An unchanged question makes no new version; one that left the file is retired,
/// never deleted: attempts and statistics still point at it.
/// </summary>
internal sealed class ImportQuestions(Db db, Actor actor, TimeProvider clock) : IContentPart
{
    private const string FromFile = "file";

    private sealed record Stored(long Id, string Slug, string? Hash, bool IsRetired, string Origin);

    private sealed record StoredQuiz(long Id, string? TitleZh, string? TitleEn, string? Settings);

    public string FileName => QuestionFile.Name;

    public void Check(ContentFolder folder, Faults faults)
    {
        QuestionFile.Read(folder, faults);
        QuizDraft.Read(folder, faults);
    }

    public async Task<bool> Import(ContentFolder folder, long courseId, long versionId, CancellationToken ct)
    {
        var faults = new Faults();
        var questions = QuestionFile.Read(folder, faults);
        var quiz = QuizDraft.Read(folder, faults);
        if (faults.Any) throw new InvalidOperationException($"Import was called for content with faults: {faults.All[0]}");
        await using var tx = await db.Begin(ct);
        var changed = await ImportBank(questions, courseId, ct);
        changed |= await ImportQuiz(folder.Slug, quiz, courseId, ct);
        await tx.Commit(ct);
        return changed;
    }

    /// <summary>Null: the bytes as they were imported are in the course's own file tree, which exports them.</summary>
    public Task<string?> Export(long courseId, CancellationToken ct) => Task.FromResult<string?>(null);

    private async Task<bool> ImportBank(IReadOnlyList<QuestionDraft> questions, long courseId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var changed = false;
        var stored = (await db.Rows<Stored>(
            """
            select q.id, q.slug, v.hash, case when q.retired_at is null then false else true end as is_retired, q.origin
            from quizzes_question q left join quizzes_question_version v on v.id = q.current_version_id
            where q.course_id = @courseId
            """, new { courseId }, ct)).ToDictionary(s => s.Slug);
        foreach (var question in questions)
        {
            var hash = question.Hash();
            if (!stored.Remove(question.Slug, out var known))
            {
                var id = await db.Insert("insert into quizzes_question(course_id, slug, created_at) values (@courseId, @Slug, @now) returning id", new { courseId, question.Slug, now }, ct);
                known = new Stored(id, question.Slug, null, false, FromFile);
            }
            // A question of the same id that was imported into the bank is the file's from now on.
            if (known.Origin != FromFile) await db.Execute("update quizzes_question set origin = 'file' where id = @Id", new { known.Id }, ct);
            if (known.Hash == hash && !known.IsRetired) continue;
            changed = true;
            if (known.Hash != hash) await AddVersion(known.Id, question, hash, now, ct);
            if (known.IsRetired) await db.Execute("update quizzes_question set retired_at = null where id = @Id", new { known.Id }, ct);
        }
        foreach (var gone in stored.Values.Where(s => !s.IsRetired && s.Origin == FromFile))
        {
            await db.Execute("update quizzes_question set retired_at = @now where id = @Id", new { gone.Id, now }, ct);
            changed = true;
        }
        return changed;
    }

    private async Task AddVersion(long questionId, QuestionDraft question, string hash, DateTimeOffset now, CancellationToken ct)
    {
        var versionId = await db.Insert(
            """
            insert into quizzes_question_version(question_id, number, kind, clause, difficulty, must_pass, max_mark, body, hash, created_by, created_at)
            select @questionId, coalesce(max(number), 0) + 1, @Kind, @Clause, @Difficulty, @MustPass, @MaxMark, @Body, @hash, @By, @now from quizzes_question_version where question_id = @questionId
            returning id
            """,
            new { questionId, question.Kind, question.Clause, question.Difficulty, question.MustPass, question.MaxMark, Body = question.Body.ToJson(), hash, By = actor.PersonId, now }, ct);
        foreach (var tag in question.Tags)
            await db.Execute("insert into quizzes_question_tag(question_version_id, tag) values (@versionId, @tag)", new { versionId, tag }, ct);
        await db.Execute("update quizzes_question set current_version_id = @versionId where id = @questionId", new { versionId, questionId }, ct);
    }

    private async Task<bool> ImportQuiz(string slug, QuizDraft? quiz, long courseId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await db.Row<StoredQuiz>("select q.id, v.title_zh, v.title_en, v.settings from quizzes_quiz q left join quizzes_quiz_version v on v.id = q.current_version_id where q.slug = @slug", new { slug }, ct);
        if (quiz is null)
            return known?.Settings is not null && await db.Execute("update quizzes_quiz set current_version_id = null where id = @Id", new { known.Id }, ct) > 0;
        var settings = quiz.Settings.ToJson();
        // What is stored may be older JSON for the same settings.
        var stored = known?.Settings is null ? null : QuizSettings.From(known.Settings).ToJson();
        if (known is not null && (known.TitleZh, known.TitleEn, stored) == (quiz.Title.Zh, quiz.Title.En, settings)) return false;
        var quizId = known?.Id ?? await db.Insert("insert into quizzes_quiz(course_id, slug, created_at) values (@courseId, @slug, @now) returning id", new { courseId, slug, now }, ct);
        await db.Execute(
            """
            insert into quizzes_quiz_version(quiz_id, number, title_zh, title_en, settings, created_at)
            select @quizId, coalesce(max(number), 0) + 1, @Zh, @En, @settings, @now from quizzes_quiz_version where quiz_id = @quizId
            """, new { quizId, quiz.Title.Zh, quiz.Title.En, settings, now }, ct);
        await db.Execute("update quizzes_quiz set current_version_id = (select id from quizzes_quiz_version where quiz_id = @quizId order by number desc limit 1) where id = @quizId", new { quizId }, ct);
        return true;
    }
}
