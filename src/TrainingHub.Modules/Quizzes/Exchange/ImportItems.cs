using System.Text;
using Dapper;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>
/// Writes what a plan has of new and changed questions into the bank, in short transactions that let others between. Killed on the way it leaves whole questions
/// only, and the same import again goes on where it stopped: what is there is the same.
/// </summary>
internal sealed class ImportItems(Db db, BlobStore blobs, Actor actor, Audit audit, TimeProvider clock)
{
    /// <summary>About 10 ms; and SQLite takes no more than 999 parameters in older versions.</summary>
    private const int Chunk = 50;

    private sealed record Question(long Id, string Slug);

    private sealed record Version(long Id, long QuestionId);

    public async Task<int> Handle(ImportPlan plan, long courseId, Func<int, Task>? progress, CancellationToken ct)
    {
        db.IsBackground = true;
        var written = 0;
        foreach (var part in plan.Items.Where(i => i.Writes).Chunk(Chunk))
        {
            foreach (var picture in part.Select(p => p.Item.Picture?.Bytes).OfType<byte[]>()) await blobs.Put(picture, ct);
            await using var tx = await db.Begin(ct);
            await Write(part, courseId, ct);
            written += part.Length;
            await tx.Commit(ct);
            if (progress is not null) await progress(written);
        }
        if (written == 0) return 0;
        await using var last = await db.Begin(ct);
        await audit.Write("quizzes.imported", courseId == 0 ? "bank" : $"course:{courseId}", new { added = plan.Count(ItemState.New), changed = plan.Count(ItemState.Changed), faults = plan.Faults.Count }, ct);
        await last.Commit(ct);
        return written;
    }

    private async Task Write(PlannedItem[] part, long courseId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ids = part.Where(p => p.QuestionId is not null).ToDictionary(p => p.Question.Draft.Slug, p => p.QuestionId!.Value, StringComparer.Ordinal);
        var fresh = part.Where(p => p.QuestionId is null).ToList();
        if (fresh.Count > 0)
        {
            var added = await Many<Question>("insert into quizzes_question(course_id, slug, origin, category, created_at) values ", "returning id, slug", "on conflict (course_id, slug) do nothing",
                fresh, p => [courseId, p.Question.Draft.Slug, "bank", p.Question.Category, now], ct);
            foreach (var row in added) ids[row.Slug] = row.Id;
        }
        // Somebody who imported the same at this moment was first; theirs stays.
        var mine = part.Where(p => ids.ContainsKey(p.Question.Draft.Slug)).ToList();
        if (mine.Count == 0) return;
        var numbers = (await Numbers([.. mine.Where(p => p.QuestionId is not null).Select(p => p.QuestionId!.Value)], ct));
        var versions = await Many<Version>("insert into quizzes_question_version(question_id, number, kind, clause, difficulty, must_pass, max_mark, body, hash, created_by, created_at, only_language) values ", "returning id, question_id", "",
            mine, p => Values(p.Question, ids[p.Question.Draft.Slug], numbers, now), ct);
        var byQuestion = versions.ToDictionary(v => v.QuestionId, v => v.Id);
        var tags = mine.SelectMany(p => p.Question.Draft.Tags.Distinct(StringComparer.Ordinal).Select(t => (Version: byQuestion[ids[p.Question.Draft.Slug]], Tag: t))).ToList();
        foreach (var some in tags.Chunk(200)) await Many<long>("insert into quizzes_question_tag(question_version_id, tag) values ", "returning question_version_id", "", some, t => [t.Version, t.Tag], ct);
        var touched = mine.Select(p => ids[p.Question.Draft.Slug]).ToArray();
        await db.Execute(
            $"""
            update quizzes_question set retired_at = case when retired_by is null then null else retired_at end, origin = 'bank', current_version_id = (select max(v.id) from quizzes_question_version v where v.question_id = quizzes_question.id)
            where {db.Dialect.In("id", "touched")}
            """, new { touched }, ct);
        var words = mine.Select(p => (Id: ids[p.Question.Draft.Slug], p.Question.Draft)).ToList();
        await Many<long, (long Id, QuestionDraft Draft)>("insert into quizzes_question_words(question_id, version_id, words) values ", "returning question_id", "on conflict (question_id) do update set version_id = excluded.version_id, words = excluded.words",
            words, w => [w.Id, byQuestion[w.Id], QuestionWords.Of(w.Draft)], ct);
        foreach (var moved in mine.Where(p => p.QuestionId is not null && p.Question.Category is not null))
            await db.Execute("update quizzes_question set category = @Category where id = @QuestionId", new { moved.Question.Category, moved.QuestionId }, ct);
        foreach (var picture in mine.Select(p => p.Question.Draft.Body).Where(b => b.Picture is not null))
            await db.Execute("insert into quizzes_picture(sha256, extension, created_at) values (@Picture, @extension, @now) on conflict (sha256, extension) do nothing",
                new { picture.Picture, extension = Path.GetExtension(picture.Media)!.TrimStart('.').ToLowerInvariant(), now }, ct);
    }

    private object?[] Values(BankQuestion question, long questionId, IReadOnlyDictionary<long, int> numbers, DateTimeOffset now)
    {
        var draft = question.Draft;
        return
        [
            questionId, numbers.GetValueOrDefault(questionId) + 1, draft.Kind, draft.Clause, draft.Difficulty, draft.MustPass, (int)draft.MaxMark, draft.Body.ToJson(), draft.Hash(), actor.PersonId, now, question.OnlyLanguage,
        ];
    }

    private sealed record Numbered(long QuestionId, int Number);

    private async Task<Dictionary<long, int>> Numbers(long[] questions, CancellationToken ct) => questions.Length == 0 ? []
        : (await db.Rows<Numbered>($"select question_id, max(number) as number from quizzes_question_version where {db.Dialect.In("question_id", "questions")} group by question_id", new { questions }, ct)).ToDictionary(n => n.QuestionId, n => n.Number);

    /// <summary>One statement for many rows: a tenth of the time of one each.</summary>
    private async Task<List<TRow>> Many<TRow>(string insert, string returning, string conflict, IEnumerable<PlannedItem> items, Func<PlannedItem, object?[]> values, CancellationToken ct) =>
        await Many<TRow, PlannedItem>(insert, returning, conflict, items, values, ct);

    private Task<List<TRow>> Many<TRow>(string insert, string returning, string conflict, IEnumerable<(long Version, string Tag)> items, Func<(long Version, string Tag), object?[]> values, CancellationToken ct) =>
        Many<TRow, (long Version, string Tag)>(insert, returning, conflict, items, values, ct);

    private async Task<List<TRow>> Many<TRow, TItem>(string insert, string returning, string conflict, IEnumerable<TItem> items, Func<TItem, object?[]> values, CancellationToken ct)
    {
        var sql = new StringBuilder(insert);
        var parameters = new DynamicParameters();
        var (row, number) = (0, 0);
        foreach (var item in items)
        {
            sql.Append(row++ == 0 ? "(" : ", (");
            var cells = values(item);
            for (var i = 0; i < cells.Length; i++)
            {
                sql.Append(i == 0 ? "@p" : ", @p").Append(number);
                parameters.Add($"p{number++}", cells[i]);
            }
            sql.Append(')');
        }
        return await db.Rows<TRow>(sql.Append(' ').Append(conflict).Append(' ').Append(returning).ToString(), parameters, ct);
    }
}
