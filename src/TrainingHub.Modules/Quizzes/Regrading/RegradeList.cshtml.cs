using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Regrading;

/// <summary>/studio/regrades: what was marked anew, the latest first, and how many of the people one may see now pass or no longer do.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class RegradeListModel(Db db, HubSettings settings) : HubPage
{
    private const int Most = 100;

    internal sealed record Row(long Id, string Kind, string Body, DateTimeOffset CreatedAt, bool IsFinished, long NewlyPassed, long NewlyFailed);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(CancellationToken ct) => Rows = await db.Rows<Row>(
        $"""
        select r.id, r.kind, v.body, r.created_at, case when r.finished_at is null then false else true end as is_finished,
               coalesce(c.newly_passed, 0) as newly_passed, coalesce(c.newly_failed, 0) as newly_failed
        from (select id, question_id, kind, created_at, finished_at from quizzes_regrade order by id desc limit @Most) r
        join quizzes_question q on q.id = r.question_id join quizzes_question_version v on v.id = q.current_version_id
        left join (
            select d.regrade_id, count(*) filter (where d.passed_after and not d.passed_before) as newly_passed, count(*) filter (where d.passed_before and not d.passed_after) as newly_failed
            from quizzes_regraded d join quizzes_attempt a on a.id = d.attempt_id join v_people_person p on p.id = a.person_id
            where d.passed_before <> d.passed_after and {PeopleScope.Sees("p.site_id", "p.department_id")} group by d.regrade_id) c on c.regrade_id = r.id
        order by r.id desc
        """, new { Most, viewer = Me.Id, permission = QuizzesPermissions.Results }, ct);

    public string Stem(Row row) => T.Pick(QuestionBody.From(row.Body).Stem);
}
