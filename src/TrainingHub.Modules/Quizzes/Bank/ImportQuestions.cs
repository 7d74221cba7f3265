using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>
/// questions.yaml and module.yaml's `quiz:` into the bank. An unchanged question makes no new version; one that left the file is retired,
/// never deleted: attempts and statistics still point at it.
/// </summary>
internal sealed class ImportQuestions(Db db, AddVersion versions, DrawSupply supply, TimeProvider clock) : IContentPart
{
    private const string FromFile = "file";

    private sealed record Stored(long Id, string Slug, string? Hash, bool IsRetired, bool IsRetiredByHand, string Origin, string? Category);

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
        var before = await supply.Of([courseId], ct);
        var changed = await ImportBank(questions, courseId, ct);
        changed |= await ImportQuiz(folder.Slug, quiz, courseId, ct);
        // What the file alone could not tell: questions kept in the bank, and those that were retired there. Too few for one trade keep no course back.
        foreach (var lacking in (await supply.Of([courseId], ct)).Where(q => q.MissingForAll > (before.FirstOrDefault(b => b.QuizId == q.QuizId)?.MissingForAll ?? 0)))
            throw new ContentRefusedException([new Fault($"{folder.Slug}/{QuizDraft.FileName}", 0, 0, "quiz", $"The quiz draws {lacking.MissingForAll} questions more than the hub's bank has for it: some may be retired there, or were never imported. Ask for fewer, or bring questions back.")]);
        await tx.Commit(ct);
        return changed;
    }

    /// <summary>Null: the bytes as they were imported are in the course's own file tree, which exports them.</summary>
    public Task<string?> Export(long courseId, CancellationToken ct) => Task.FromResult<string?>(null);

    private async Task<bool> ImportBank(IReadOnlyList<QuestionDraft> questions, long courseId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var changed = false;
        // In the order of the ids, as whoever changes several locks them; the file has another.
        await db.Rows<long>($"select id from quizzes_question where course_id = @courseId and origin = 'file' order by id {db.Dialect.ForUpdate}", new { courseId }, ct);
        var stored = (await db.Rows<Stored>(
            """
            select q.id, q.slug, v.hash, case when q.retired_at is null then false else true end as is_retired,
                case when q.retired_by is null then false else true end as is_retired_by_hand, q.origin, q.category
            from quizzes_question q left join quizzes_question_version v on v.id = q.current_version_id
            where q.course_id = @courseId
            """, new { courseId }, ct)).ToDictionary(s => s.Slug);
        foreach (var question in questions)
        {
            var hash = question.Hash();
            if (!stored.Remove(question.Slug, out var known))
            {
                var id = await db.Insert("insert into quizzes_question(course_id, slug, created_at) values (@courseId, @Slug, @now) returning id", new { courseId, question.Slug, now }, ct);
                known = new Stored(id, question.Slug, null, false, false, FromFile, null);
            }
            // A question of the same id that was imported into the bank is the file's from now on.
            if (known.Origin != FromFile) await db.Execute("update quizzes_question set origin = 'file' where id = @Id", new { known.Id }, ct);
            if (known.Category != question.Category) await db.Execute("update quizzes_question set category = @Category where id = @Id", new { known.Id, question.Category }, ct);
            // Whom somebody retired stays so, whatever the file says.
            var returns = known.IsRetired && !known.IsRetiredByHand;
            if (known.Hash == hash && known.Category == question.Category && !returns) continue;
            changed = true;
            if (known.Hash != hash) await versions.Handle(known.Id, question, ct);
            if (returns) await db.Execute("update quizzes_question set retired_at = null where id = @Id", new { known.Id }, ct);
        }
        foreach (var gone in stored.Values.Where(s => !s.IsRetired && s.Origin == FromFile))
        {
            await db.Execute("update quizzes_question set retired_at = @now where id = @Id", new { gone.Id, now }, ct);
            changed = true;
        }
        return changed;
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
