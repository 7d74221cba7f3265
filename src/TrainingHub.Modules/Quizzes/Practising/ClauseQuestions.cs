using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Practising;

/// <summary>Finds what can be asked on clauses: questions of the bank that are marked at once, in one language and of the person's trades.</summary>
internal sealed class ClauseQuestions(Db db, ITrades trades)
{
    private sealed record Row(long CourseId, string Clause, long QuestionId, long VersionId, string Kind, long MaxMark, string Body, long Seen);

    public async Task<IReadOnlyList<ClauseQuestion>> Of(long personId, IReadOnlyCollection<CourseClause> clauses, string language, CancellationToken ct)
    {
        if (clauses.Count == 0) return [];
        var (wanted, courses, codes) = (clauses.ToHashSet(), clauses.Select(c => c.CourseId).Distinct().ToArray(), clauses.Select(c => c.Clause).Distinct().ToArray());
        var rows = await db.Rows<Row>(
            $"""
            select q.course_id, v.clause, q.id as question_id, v.id as version_id, v.kind, v.max_mark, v.body,
                   coalesce(s.seen, 0) as seen
            from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id
            left join (
                select sv.question_id, count(*) as seen from quizzes_attempt a join quizzes_slot l on l.attempt_id = a.id join quizzes_question_version sv on sv.id = l.question_version_id
                where a.person_id = @personId group by sv.question_id) s on s.question_id = q.id
            where {db.Dialect.In("q.course_id", "courses")} and {db.Dialect.In("v.clause", "codes")} and q.retired_at is null and v.voided_at is null and coalesce(v.only_language, @language) = @language
            """, new { personId, courses, codes, language }, ct);
        var own = await trades.Of(personId, ct);
        var forTrades = new Dictionary<long, ClauseTrades>();
        if (!own.AreEvery) foreach (var course in courses) forTrades[course] = await ClauseTrades.Of(db, course, ct);
        return [.. rows.Where(r => wanted.Contains(new CourseClause(r.CourseId, r.Clause)) && (own.AreEvery || own.Fit(forTrades[r.CourseId].Of(r.Clause))) && IsMarkedAtOnce(r))
            .OrderBy(r => r.Seen).ThenBy(r => r.QuestionId).Select(r => new ClauseQuestion(r.CourseId, r.Clause, r.QuestionId, r.VersionId))];
    }

    private static bool IsMarkedAtOnce(Row row)
    {
        var (kind, content) = (QuestionKinds.Find(row.Kind), QuestionBody.From(row.Body).Content);
        return kind.Grade(content, kind.Example(content, right: true), row.MaxMark) is not null;
    }
}
