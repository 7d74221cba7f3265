using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>/studio/results/quizzes: every quiz with what the people one looks after made of it.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class QuizResultListModel(Db db) : HubPage
{
    internal sealed record Row(long Id, string TitleZh, string TitleEn, long Attempts, long FirstAttempts, long Passed, long Shares)
    {
        public MarkFigures First => new(FirstAttempts, Passed, Shares, []);
    }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Rows = await db.Rows<Row>(
        $"""
        select q.id, v.title_zh, v.title_en, cast(coalesce(sum(m.attempts), 0) as bigint) as attempts, cast(coalesce(sum(m.attempts) filter (where m.is_first = true), 0) as bigint) as first_attempts,
               cast(coalesce(sum(m.passed) filter (where m.is_first = true), 0) as bigint) as passed, cast(coalesce(sum(m.shares) filter (where m.is_first = true), 0) as bigint) as shares
        from quizzes_quiz q join quizzes_quiz_version v on v.id = coalesce(q.current_version_id, (select max(l.id) from quizzes_quiz_version l where l.quiz_id = q.id))
        left join (
            select quiz_id, site_id, department_id, is_first, sum(attempts) as attempts, sum(passed) as passed, sum(shares) as shares
            from quizzes_mark_sum group by quiz_id, site_id, department_id, is_first) m
          on m.quiz_id = q.id and {PeopleScope.Sees("m.site_id", "m.department_id")}
        group by q.id, q.slug, v.title_zh, v.title_en order by q.slug
        """, new { viewer = Me.Id, permission = QuizzesPermissions.Results }, ct);
}
