using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice.Renewing;

/// <param name="FirstRight">By clause, the first right answer in practice since then; null: none yet. A clause that no question can ask is not among them.</param>
internal sealed record AskedCourse(string Slug, DateTimeOffset Since, IReadOnlyDictionary<CourseClause, RightAnswer?> FirstRight)
{
    /// <summary>When the last of all was answered right; null: not yet.</summary>
    public RightAnswer? Completed => FirstRight.Count == 0 || FirstRight.Values.Any(r => r is null) ? null : FirstRight.Values.OfType<RightAnswer>().MaxBy(r => (r.At, r.AttemptId));
}

internal sealed record RightAnswer(long AttemptId, DateTimeOffset At);

/// <summary>Which clauses somebody's open periods ask to be answered in practice, and how far that is. Worked out from what was shown, so that late or repeated work changes nothing.</summary>
internal sealed class AskedClauses(Db db, IAskedEvidence asked, IPractice practice, ITrades trades)
{
    private sealed record CourseRow(long Id, long VersionId);

    private sealed record ClauseRow(string Code, string Trades);

    private sealed record ShownRow(string Clause, long AttemptId, DateTimeOffset AnsweredAt);

    /// <summary>Those that are still to be answered right.</summary>
    public async Task<IReadOnlyList<CourseClause>> Of(long personId, string language, CancellationToken ct) =>
        [.. (await Courses(personId, language, ct)).SelectMany(c => c.FirstRight.Where(f => f.Value is null).Select(f => f.Key)).Distinct()];

    public async Task<IReadOnlyList<AskedCourse>> Courses(long personId, string language, CancellationToken ct)
    {
        List<AskedCourse> courses = [];
        foreach (var one in await asked.Of(personId, PractisedKind.Name, ct))
        {
            if (await db.Row<CourseRow>("select id, version_id from v_course where slug = @Key", new { one.Key }, ct) is not { } course) continue;
            var own = await trades.Of(personId, ct);
            CourseClause[] clauses =
            [
                .. (await db.Rows<ClauseRow>("select code, trades from v_course_clause where version_id = @VersionId order by position", new { course.VersionId }, ct)).Where(k => own.Fit(k.Trades))
                    .Select(k => new CourseClause(course.Id, k.Code)),
            ];
            var askable = (await practice.Questions(personId, clauses, language, ct)).Select(q => new CourseClause(q.CourseId, q.Clause)).ToHashSet();
            var right = (await db.Rows<ShownRow>(
                """
                select s.clause, s.attempt_id, s.answered_at from practice_shown s join practice_set p on p.attempt_id = s.attempt_id
                where s.person_id = @personId and s.course_id = @Id and s.answered_at > @Since and s.grade > 1 order by s.answered_at, s.attempt_id
                """, new { personId, course.Id, one.Since }, ct)).ToLookup(s => new CourseClause(course.Id, s.Clause), s => new RightAnswer(s.AttemptId, s.AnsweredAt));
            courses.Add(new AskedCourse(one.Key, one.Since, clauses.Where(askable.Contains).ToDictionary(k => k, k => right[k].FirstOrDefault())));
        }
        return courses;
    }
}
