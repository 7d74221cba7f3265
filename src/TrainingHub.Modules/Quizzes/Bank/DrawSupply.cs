using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>A quiz, and how many of the questions it draws are not in the bank.</summary>
/// <param name="Lacks">For everybody, then for each trade that the course is for and the hub has.</param>
internal sealed record QuizSupply(long QuizId, long CourseId, string TitleZh, string TitleEn, IReadOnlyList<Lack> Lacks)
{
    public Lack Lack => Lacks.MaxBy(l => l.Missing)!;

    /// <summary>Whatever the trade.</summary>
    public int MissingForAll => Lacks[0].Missing;
}

/// <summary>
/// Whether the bank has the questions that quizzes draw: whoever takes one away, or asks for more, is told; never the learner. Enough are enough in one language:
/// questions in one language are asked in that one only. Questions whose clause is for some trades are asked there first of all: no trade that the hub has is to get worse off.
/// </summary>
internal sealed class DrawSupply(Db db, ITrades sites, Localizer t)
{
    private sealed record Quiz(long Id, long CourseId, string TitleZh, string TitleEn, string Settings);

    private sealed record Row(string Slug, string Origin, long VersionId, string? Clause, string? Category, string? OnlyLanguage, bool IsOut, bool IsByHand, string? Tag);

    /// <param name="IsByHand">Retired by a person, so that no import brings it back.</param>
    private sealed record Known(string Slug, string Origin, bool IsOut, bool IsByHand, DrawCandidate Candidate);

    /// <summary>The quizzes of these courses, locked: of two who each take a question away, the second sees what the first left.</summary>
    public async Task<IReadOnlyList<QuizSupply>> Of(IEnumerable<long> courses, CancellationToken ct)
    {
        var ids = courses.Distinct().ToArray();
        if (db.InTransaction) await db.Rows<long>($"select id from quizzes_quiz where {db.Dialect.In("course_id", "ids")} order by id {db.Dialect.ForUpdate}", new { ids }, ct);
        return await Read(ids, [], ct);
    }

    private async Task<IReadOnlyList<QuizSupply>> Read(long[] ids, IReadOnlyCollection<long> without, CancellationToken ct)
    {
        var quizzes = await db.Rows<Quiz>($"select id, course_id, title_zh, title_en, settings from v_quiz where {db.Dialect.In("course_id", "ids")} order by id", new { ids }, ct);
        var supplies = new List<QuizSupply>();
        var named = await sites.Named(ct);
        foreach (var course in quizzes.GroupBy(q => q.CourseId))
        {
            var trades = await ClauseTrades.Of(db, course.Key, ct);
            var candidates = (await Bank(course.Key, trades, ct)).Where(k => !k.IsOut && !without.Contains(k.Candidate.Id)).Select(k => k.Candidate).ToList();
            supplies.AddRange(course.Select(quiz => new QuizSupply(quiz.Id, quiz.CourseId, quiz.TitleZh, quiz.TitleEn, Lack.Each(QuizSettings.From(quiz.Settings).Draw, candidates, [.. trades.ToServe.Intersect(named)]))));
        }
        return supplies;
    }

    /// <summary>The course's bank and what its quizzes draw from it, to be looked at with questions that are not there yet. Changes nothing.</summary>
    public async Task<SupposedSupply> Suppose(long courseId, CancellationToken ct)
    {
        var quizzes = await db.Rows<Quiz>("select id, course_id, title_zh, title_en, settings from v_quiz where course_id = @courseId order by id", new { courseId }, ct);
        var trades = await ClauseTrades.Of(db, courseId, ct);
        var bank = quizzes.Count == 0 ? [] : await Bank(courseId, trades, ct);
        return new SupposedSupply(trades, [.. trades.ToServe.Intersect(await sites.Named(ct))], t, [.. quizzes.Select(q => (t.Pick(q.TitleZh, q.TitleEn), QuizSettings.From(q.Settings).Draw))], bank.Where(k => !k.IsOut).ToDictionary(k => k.Slug, k => k.Candidate, StringComparer.Ordinal),
            bank.Where(k => k.IsOut && k.IsByHand).Select(k => k.Slug).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>How many questions of a draw the bank of a course has not; of the trades, only those that the hub's sites name are looked at.</summary>
    public async Task<Lack> Missing(long courseId, IReadOnlyList<DrawLine> draw, CancellationToken ct)
    {
        var trades = await ClauseTrades.Of(db, courseId, ct);
        return Lack.Of(draw, [.. (await Bank(courseId, trades, ct)).Where(k => !k.IsOut).Select(k => k.Candidate)], [.. trades.ToServe.Intersect(await sites.Named(ct))]);
    }

    /// <summary>The quizzes of a course that have too few questions without these versions, in words; empty where none has.</summary>
    public async Task<IReadOnlyList<string>> Shortages(long courseId, IReadOnlyCollection<long> without, CancellationToken ct) =>
        [.. (await Read([courseId], without, ct)).Where(q => q.Lack.Missing > 0).Select(q => q.Lack.InWords(t.Pick(q.TitleZh, q.TitleEn), t))];

    /// <summary>Locks a question, and before it the quizzes of its course, as everybody does who locks both; what these draw.</summary>
    public async Task<Outcome<IReadOnlyList<QuizSupply>>> Lock(long questionId, CancellationToken ct)
    {
        if (await db.Scalar<long?>("select course_id from quizzes_question where id = @questionId", new { questionId }, ct) is not { } course) return Problem.NotFound("There is no such question.");
        var supplies = await Of([course], ct);
        return await db.Scalar<long?>($"select course_id from quizzes_question where id = @questionId {db.Dialect.ForUpdate}", new { questionId }, ct) == course ? new Outcome<IReadOnlyList<QuizSupply>>(supplies, null)
            : Problem.Conflict("The question was moved to another course in this moment. Load the page again.");
    }

    /// <summary>The problem where a quiz now lacks more than it did before; null where none does.</summary>
    public async Task<Problem?> Worse(IReadOnlyList<QuizSupply> before, CancellationToken ct)
    {
        if (before.Count == 0) return null;
        var lacks = before.ToDictionary(q => q.QuizId, q => q.Lacks);
        return (await Of(before.Select(q => q.CourseId), ct)).Select(q => Lack.Worse(lacks.GetValueOrDefault(q.QuizId, []), q.Lacks)?.TooFew(t.Pick(q.TitleZh, q.TitleEn), t)).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>What this draw would lack, or lack more than the present one for a trade that the hub has, with this file beside what is kept in the bank alone; null where there is enough.</summary>
    public async Task<Problem?> Short(ContentFolder folder, long courseId, IReadOnlyList<DrawLine> draw, CancellationToken ct)
    {
        var trades = ClauseTrades.In(folder);
        var bank = await Bank(courseId, trades, ct);
        var isOut = bank.Where(k => k.IsOut).Select(k => k.Slug).ToHashSet(StringComparer.Ordinal);
        var file = QuestionFile.Read(folder, new Faults());
        var slugs = file.Select(q => q.Slug).ToHashSet(StringComparer.Ordinal);
        List<DrawCandidate> candidates =
        [
            .. file.Where(q => !isOut.Contains(q.Slug)).Select(q => trades.Candidate(q, -q.Line)),
            .. bank.Where(k => !k.IsOut && k.Origin != "file" && !slugs.Contains(k.Slug)).Select(k => k.Candidate),
        ];
        var missing = Lack.Of(draw, candidates, []).Missing;
        if (missing == 0) return await ShortOfTrade(folder, candidates, trades, draw, ct);
        foreach (var line in draw)
        {
            var there = Languages.All.Max(language => candidates.Count(c => (c.Language is null || c.Language == language) && c.Fits(line)));
            if (there < line.Count) return Problem.Because("The bank has too few questions for this draw: {0}, but there are only {1}. Ask for fewer, or add questions first.", BankWords.Line(line, t), there);
        }
        return Problem.Because("The lines of the draw share questions, and together they lack {0}. Ask for fewer, or add questions first.", missing);
    }

    /// <summary>Whoever changes something else of a quiz that has too few for a trade is not held up by it.</summary>
    private async Task<Problem?> ShortOfTrade(ContentFolder folder, IReadOnlyList<DrawCandidate> candidates, ClauseTrades trades, IReadOnlyList<DrawLine> draw, CancellationToken ct)
    {
        IReadOnlyList<string> named = [.. trades.ToServe.Intersect(await sites.Named(ct))];
        var before = QuizDraft.Read(folder, new Faults())?.Settings.Draw ?? [];
        return Lack.Worse(Lack.Each(before, candidates, named), Lack.Each(draw, candidates, named)) is { Trade: { } trade } lack
            ? Problem.Because("The bank has too few questions for the trade {0}: {1} fewer than this draw asks. Ask for fewer, or add questions whose clause is for that trade first.", t[TradeNames.Of(trade)], lack.Missing) : null;
    }

    private async Task<List<Known>> Bank(long courseId, ClauseTrades trades, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            """
            select q.slug, q.origin, v.id as version_id, v.clause, q.category, v.only_language, case when q.retired_by is null and q.retired_at is null and v.voided_at is null then false else true end as is_out, case when q.retired_by is null then false else true end as is_by_hand, t.tag
            from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id left join quizzes_question_tag t on t.question_version_id = v.id
            where q.course_id = @courseId order by v.id
            """, new { courseId }, ct);
        return [.. rows.GroupBy(r => r.VersionId).Select(g => new Known(g.First().Slug, g.First().Origin, g.First().IsOut, g.First().IsByHand, new DrawCandidate(g.Key, [.. g.Select(r => r.Tag).OfType<string>()], g.First().Category, g.First().OnlyLanguage) { Trades = trades.Of(g.First().Clause) }))];
    }
}
