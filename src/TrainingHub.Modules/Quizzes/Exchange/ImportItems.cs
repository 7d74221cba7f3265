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
internal sealed class ImportItems(Db db, BlobStore blobs, DrawSupply supply, Actor actor, Audit audit, TimeProvider clock)
{
    /// <summary>Questions in one transaction: about 10 ms.</summary>
    private const int Chunk = 50;

    /// <summary>In one statement. SQLite and its driver look each name up from the first on, so twice as many take four times as long.</summary>
    private const int MostParameters = 120;

    private sealed record Question(long Id, string Slug);

    private sealed record Version(long Id, long QuestionId);

    private sealed record Now(long Id, long CourseId, long VersionId, string? Category, string Origin);

    /// <returns>The plan as it came true: what was left alone, because somebody changed it meanwhile or a quiz needs it as it is, stands among the faults.</returns>
    public async Task<ImportPlan> Handle(ImportPlan plan, long courseId, Func<int, Task>? progress, CancellationToken ct)
    {
        db.IsBackground = true;
        var left = new List<LeftItem>();
        var tried = 0;
        // What is taken from quizzes comes last: by then the file's new questions are there in its place.
        foreach (var part in plan.Items.Where(i => i.Writes).GroupBy(i => i.TakesAway).OrderBy(g => g.Key).SelectMany(g => g.Chunk(Chunk)))
        {
            foreach (var picture in part.Select(p => p.Item.Picture?.Bytes).OfType<byte[]>()) await blobs.Put(picture, ct);
            left.AddRange(await WriteOrDivide(part, courseId, ct));
            tried += part.Length;
            if (progress is not null) await progress(tried);
        }
        var done = plan.Without(left);
        if (tried == left.Count) return done;
        await using var last = await db.Begin(ct);
        await audit.Write("quizzes.imported", courseId == 0 ? "bank" : $"course:{courseId}", new { added = done.Count(ItemState.New), changed = done.Count(ItemState.Changed), faults = done.Faults.Count }, ct);
        await last.Commit(ct);
        return done;
    }

    /// <summary>In one transaction; where a quiz would have too few questions by it, its halves by themselves, until the one is found that takes too much.</summary>
    private async Task<IReadOnlyList<LeftItem>> WriteOrDivide(PlannedItem[] part, long courseId, CancellationToken ct)
    {
        await using (var tx = await db.Begin(ct))
        {
            // The quizzes first, then the questions, as everybody locks them.
            var before = part.Any(p => p.TakesAway) ? await supply.Of([courseId], ct) : [];
            var left = await Overtaken(part, courseId, ct);
            var mine = part.Except(left.Select(l => l.Planned)).ToArray();
            left.AddRange(await Write(mine, courseId, ct));
            if (await supply.Worse(before, ct) is not { } lacking)
            {
                await tx.Commit(ct);
                return left;
            }
            if (part.Length == 1) return [new LeftItem(part[0], lacking)];
        }
        return [.. await WriteOrDivide(part[..(part.Length / 2)], courseId, ct), .. await WriteOrDivide(part[(part.Length / 2)..], courseId, ct)];
    }

    /// <summary>Questions that are no longer as the plan saw them, and stay as they are. The others are locked.</summary>
    private async Task<List<LeftItem>> Overtaken(PlannedItem[] part, long courseId, CancellationToken ct)
    {
        var ids = part.Where(p => p.Seen is not null).Select(p => p.Seen!.Id).ToArray();
        if (ids.Length == 0) return [];
        var now = (await db.Rows<Now>($"select id, course_id, current_version_id as version_id, category, origin from quizzes_question where {db.Dialect.In("id", "ids")} order by id {db.Dialect.ForUpdate}", new { ids }, ct)).ToDictionary(n => n.Id);
        return [.. part.Where(p => p.Seen is { } seen && now.GetValueOrDefault(seen.Id) != new Now(seen.Id, courseId, seen.VersionId, seen.Category, seen.Origin)).Select(p => new LeftItem(p, ChangedMeanwhile))];
    }

    public static readonly Problem ChangedMeanwhile = Problem.Because("Somebody changed this question meanwhile, so it was not overwritten. Import the file again to see what it would change.");

    private static readonly Problem AddedMeanwhile = Problem.Because("Somebody put a question of this id into the bank meanwhile, so it was not overwritten. Import the file again to see what it would change.");

    /// <returns>What somebody else put there first.</returns>
    private async Task<IEnumerable<LeftItem>> Write(PlannedItem[] part, long courseId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ids = part.Where(p => p.Seen is not null).ToDictionary(p => p.Question.Draft.Slug, p => p.Seen!.Id, StringComparer.Ordinal);
        var fresh = part.Where(p => p.Seen is null).ToList();
        if (fresh.Count > 0)
        {
            var added = await Many<Question>("insert into quizzes_question(course_id, slug, origin, category, created_at) values ", "returning id, slug", "on conflict (course_id, slug) do nothing",
                fresh.Select(p => new object?[] { courseId, p.Question.Draft.Slug, "bank", p.Question.Category, now }), ct);
            foreach (var row in added) ids[row.Slug] = row.Id;
        }
        var mine = part.Where(p => ids.ContainsKey(p.Question.Draft.Slug)).ToList();
        var others = part.Except(mine).Select(p => new LeftItem(p, AddedMeanwhile));
        if (mine.Count == 0) return others;
        var numbers = await Numbers([.. mine.Where(p => p.Seen is not null).Select(p => p.Seen!.Id)], ct);
        var versions = await Many<Version>("insert into quizzes_question_version(question_id, number, kind, clause, difficulty, must_pass, max_mark, body, hash, created_by, created_at, only_language) values ", "returning id, question_id", "",
            mine.Select(p => Values(p.Question, ids[p.Question.Draft.Slug], numbers, now)), ct);
        var byQuestion = versions.ToDictionary(v => v.QuestionId, v => v.Id);
        await Many<long>("insert into quizzes_question_tag(question_version_id, tag) values ", "returning question_version_id", "",
            mine.SelectMany(p => p.Question.Draft.Tags.Distinct(StringComparer.Ordinal).Select(t => new object?[] { byQuestion[ids[p.Question.Draft.Slug]], t })), ct);
        var touched = mine.Select(p => ids[p.Question.Draft.Slug]).ToArray();
        await db.Execute(
            $"""
            update quizzes_question set retired_at = case when retired_by is null then null else retired_at end, origin = 'bank', current_version_id = (select max(v.id) from quizzes_question_version v where v.question_id = quizzes_question.id)
            where {db.Dialect.In("id", "touched")}
            """, new { touched }, ct);
        await Many<long>("insert into quizzes_question_words(question_id, version_id, words) values ", "returning question_id", "on conflict (question_id) do update set version_id = excluded.version_id, words = excluded.words",
            mine.Select(p => (Id: ids[p.Question.Draft.Slug], p.Question.Draft)).Select(w => new object?[] { w.Id, byQuestion[w.Id], QuestionWords.Of(w.Draft) }), ct);
        foreach (var moved in mine.Where(p => p.Seen is not null && p.Question.Category is not null))
            await db.Execute("update quizzes_question set category = @Category where id = @Id", new { moved.Question.Category, moved.Seen!.Id }, ct);
        foreach (var picture in mine.Select(p => p.Question.Draft.Body).Where(b => b.Picture is not null))
            await db.Execute("insert into quizzes_picture(sha256, extension, created_at) values (@Picture, @extension, @now) on conflict (sha256, extension) do nothing",
                new { picture.Picture, extension = Path.GetExtension(picture.Media)!.TrimStart('.').ToLowerInvariant(), now }, ct);
        return others;
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

    /// <summary>Statements of several rows: a fraction of the time of one each.</summary>
    /// <param name="values">The cells of each row.</param>
    private async Task<List<TRow>> Many<TRow>(string insert, string returning, string conflict, IEnumerable<object?[]> values, CancellationToken ct)
    {
        var all = values.ToList();
        var rows = new List<TRow>();
        if (all.Count == 0) return rows;
        foreach (var some in all.Chunk(MostParameters / all[0].Length))
        {
            var sql = new StringBuilder(insert);
            var parameters = new DynamicParameters();
            var number = 0;
            foreach (var cells in some)
            {
                sql.Append(number == 0 ? "(" : ", (");
                for (var i = 0; i < cells.Length; i++)
                {
                    sql.Append(i == 0 ? "@p" : ", @p").Append(number);
                    parameters.Add($"p{number++}", cells[i]);
                }
                sql.Append(')');
            }
            rows.AddRange(await db.Rows<TRow>(sql.Append(' ').Append(conflict).Append(' ').Append(returning).ToString(), parameters, ct));
        }
        return rows;
    }
}
