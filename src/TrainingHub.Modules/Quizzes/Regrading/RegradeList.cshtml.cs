using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Regrading;

/// <summary>/studio/regrades: what was marked anew, the latest first.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class RegradeListModel(Db db, HubSettings settings) : HubPage
{
    private const int Most = 100;

    internal sealed record Row(long Id, string Kind, string Body, DateTimeOffset CreatedAt, bool IsFinished, long NewlyPassed, long NewlyFailed);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(CancellationToken ct) => Rows = await db.Rows<Row>(
        """
        select r.id, r.kind, v.body, r.created_at, case when r.finished_at is null then false else true end as is_finished,
               (select count(*) from quizzes_regraded d where d.regrade_id = r.id and d.passed_after and not d.passed_before) as newly_passed,
               (select count(*) from quizzes_regraded d where d.regrade_id = r.id and d.passed_before and not d.passed_after) as newly_failed
        from quizzes_regrade r join quizzes_question q on q.id = r.question_id join quizzes_question_version v on v.id = q.current_version_id
        order by r.id desc limit @Most
        """, new { Most }, ct);

    public string Stem(Row row) => T.Pick(QuestionBody.From(row.Body).Stem);
}
