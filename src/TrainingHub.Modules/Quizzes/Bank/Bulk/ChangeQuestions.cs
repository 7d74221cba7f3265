using System.Text;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>
/// Changes many questions at once, all or none, with one audit entry. What a course's questions.yaml keeps is changed there, in the course's draft, as on the
/// page of a single question; what is kept in the bank alone gets a new version at once.
/// </summary>
internal sealed class ChangeQuestions(Db db, StoredQuestions stored, AddVersion versions, ICourseDrafts drafts, BlobStore blobs, DrawSupply supply, Localizer t, Actor actor, Audit audit, TimeProvider clock)
{
    public const int Most = 1000;

    private sealed record Course(long Id, string Slug);

    private sealed record ClauseOf(long CourseId, string Code);

    private sealed record ChangedFile(string Course, byte[] Bytes, string BasedOn);

    public static Problem? TooMany(int count) => count switch
    {
        0 => Problem.Because("Choose at least one question."),
        > Most => Problem.Because("Choose at most {0} questions at once.", Most),
        _ => null,
    };

    public async Task<Outcome<IReadOnlyList<PlannedChange>>> Plan(IReadOnlyCollection<long> ids, BulkChange change, CancellationToken ct)
    {
        if (TooMany(ids.Count) is { } count) return count;
        if (change.Retire && change.Reason?.Trim().Length is null or 0 or > RetireQuestion.MostCharacters) return Problem.Because("Write why, in at most {0} characters; auditors read it.", RetireQuestion.MostCharacters);
        Course? target = null;
        if (change.MoveTo == BankFilter.Shared) target = new Course(0, BankFilter.Shared);
        else if (!string.IsNullOrEmpty(change.MoveTo) && (target = await db.Row<Course>("select id, slug from v_course where slug = @MoveTo", change, ct)) is null) return Problem.NotFound("There is no such course.");
        var questions = await stored.Of(ids, ct);
        var slugs = questions.Select(q => q.Draft.Slug).Distinct().ToArray();
        var taken = target is null ? [] : (await InParts(slugs, part => db.Rows<string>($"select slug from quizzes_question where course_id = @Id and {db.Dialect.In("slug", "part")}", new { target.Id, part }, ct))).ToHashSet(StringComparer.Ordinal);
        var twice = questions.GroupBy(q => q.Draft.Slug).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var clauses = (await db.Rows<ClauseOf>("select c.id as course_id, k.code from v_course c join v_course_clause k on k.version_id = c.version_id", null, ct)).ToLookup(c => c.CourseId, c => c.Code);
        return questions.Select(q =>
        {
            var after = change.Apply(q.Draft);
            var moves = target is not null && target.Id != q.CourseId;
            return new PlannedChange(q, after, QuestionDifference.Of(q.Draft, after, t), moves, change.Retire && !q.IsRetired, Obstacle(q, after, moves, target, taken, twice, clauses));
        }).ToList();
    }

    /// <param name="seen">The <see cref="StoredQuestions.Stamp"/> of what the preview showed.</param>
    /// <returns>How many were changed.</returns>
    public async Task<Outcome<int>> Handle(IReadOnlyCollection<long> ids, BulkChange change, string seen, CancellationToken ct)
    {
        if (change.IsEmpty) return Problem.Because("Say what is to change.");
        var planned = await Plan(ids, change, ct);
        if (planned.Value is not { } plan) return planned.Problem!;
        if (StoredQuestions.Stamp(plan.Select(p => p.Question)) != seen) return Problem.Conflict("Somebody changed these questions meanwhile. Look at the preview again; it shows them as they are now.");
        if (plan.FirstOrDefault(p => p.Obstacle is not null) is { } blocked) return blocked.Obstacle!;
        var files = await Files(plan, ct);
        if (files.Problem is { } problem) return problem;
        // The disk first: nothing inside the transaction waits for it.
        foreach (var file in files.Value!) await blobs.Put(file.Bytes, ct);

        await using var tx = await db.Begin(ct);
        // The courses first, then their quizzes, then the questions: as whoever publishes a course locks them.
        foreach (var file in files.Value!)
            if ((await drafts.PutFile(file.Course, QuestionFile.Name, file.Bytes, file.BasedOn, ct)).Problem is { } refused) return refused;
        var before = await supply.Of(plan.Select(p => p.Question.CourseId).Where(c => c > 0), ct);
        var all = plan.Select(p => p.Question.Id).Order().ToArray();
        await InParts(all, part => db.Rows<long>($"select id from quizzes_question where {db.Dialect.In("id", "part")} order by id {db.Dialect.ForUpdate}", new { part }, ct));
        if (StoredQuestions.Stamp(await stored.Of(all, ct)) != seen) return Problem.Conflict("Somebody changed these questions meanwhile. Look at the preview again; it shows them as they are now.");
        foreach (var one in plan.Where(p => p.DoesAnything)) await Write(one, change, ct);
        if (await supply.Worse(before, ct) is { } lacking) return lacking;
        var changed = plan.Where(p => p.DoesAnything).Select(p => p.Question.Id).ToList();
        await audit.Write("quizzes.questions-changed", "bank", new { questions = changed, change, inDraftsOf = files.Value!.Select(f => f.Course) }, ct);
        await tx.Commit(ct);
        return changed.Count;
    }

    private static Problem? Obstacle(StoredQuestion q, QuestionDraft after, bool moves, Course? target, HashSet<string> taken, HashSet<string> twice, ILookup<long, string> clauses)
    {
        if (moves && q.IsFromFile) return Problem.Because("The question {0} is kept in its course's questions.yaml; it can't be moved from here.", q.Draft.Slug);
        if (moves && (taken.Contains(q.Draft.Slug) || twice.Contains(q.Draft.Slug))) return Problem.Because("The course has a question {0} already.", q.Draft.Slug);
        var course = moves ? target!.Id : q.CourseId;
        if (course != 0 && after.Clause is { } clause && after.Clause != q.Draft.Clause && !clauses[course].Contains(clause)) return Problem.Because("The course of the question {0} has no clause {1}.", q.Draft.Slug, clause);
        return QuestionCheck.Of(after, q.Draft);
    }

    private async Task Write(PlannedChange one, BulkChange change, CancellationToken ct)
    {
        var id = one.Question.Id;
        if (one.ChangesQuestion && !one.Question.IsFromFile)
        {
            if (one.After.Hash() != one.Question.Draft.Hash()) await versions.Handle(id, one.After, ct);
            await db.Execute("update quizzes_question set category = @Category where id = @id", new { id, one.After.Category }, ct);
        }
        if (one.Moves) await db.Execute("update quizzes_question set course_id = coalesce((select c.id from v_course c where c.slug = @MoveTo), 0) where id = @id", new { id, change.MoveTo }, ct);
        if (one.Retires) await db.Execute("update quizzes_question set retired_at = @Now, retired_by = @By, retired_reason = @Reason where id = @id", new { id, Now = clock.GetUtcNow(), By = actor.Id, Reason = change.Reason!.Trim() }, ct);
    }

    /// <summary>The questions.yaml of each course that keeps some of them, with all its changes in it.</summary>
    private async Task<Outcome<IReadOnlyList<ChangedFile>>> Files(IReadOnlyList<PlannedChange> plan, CancellationToken ct)
    {
        var files = new List<ChangedFile>();
        foreach (var course in plan.Where(p => p.ChangesQuestion && p.Question.IsFromFile).GroupBy(p => p.Question.Course).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (course.Key is not { } slug || await drafts.Current(slug, ct) is not { } draft || draft.Folder.Text(QuestionFile.Name) is not { } text) return Problem.NotFound("There is no such course.");
            foreach (var one in course)
            {
                var folder = draft.Folder with { Files = new Dictionary<string, byte[]>(draft.Folder.Files) { [QuestionFile.Name] = Encoding.UTF8.GetBytes(text) } };
                var all = QuestionFile.Read(folder, new Faults());
                // A draft that says something else already is somebody's work under way.
                if (all.FirstOrDefault(q => q.Slug == one.Question.Draft.Slug) is not { } there || there.Hash() != one.Question.Draft.Hash())
                    return Problem.Conflict("The draft of the course {0} has another question {1} already. Publish the draft or discard it first.", slug, one.Question.Draft.Slug);
                if (QuestionYaml.Replace(text, all, one.After with { Line = there.Line }) is not { } replaced) return Problem.Because("The questions of this course are written in a form that can only be edited in the file.");
                text = replaced;
            }
            files.Add(new ChangedFile(slug, Encoding.UTF8.GetBytes(text), draft.Stamp(QuestionFile.Name)));
        }
        return files;
    }

    private static async Task<List<TRow>> InParts<TItem, TRow>(TItem[] items, Func<TItem[], Task<List<TRow>>> read)
    {
        var rows = new List<TRow>();
        foreach (var part in items.Chunk(400)) rows.AddRange(await read(part));
        return rows;
    }
}
