using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Schedules.Results;

/// <summary>/studio/results/series: the scheduled quizzes for which somebody the reader looks after was asked, the latest first.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class SeriesResultListModel(Db db, HubSettings settings) : HubPage
{
    internal sealed record Row(long Id, string Title, int Times, DateTimeOffset LastAt);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(CancellationToken ct) => Rows = await db.Rows<Row>(
        $"""
        select r.id, {Schedules.Series.TitleIn(T, "r")} as title, count(*) as times, max(s.opens_at) as last_at
        from quizzes_series r join quizzes_schedule s on s.series_id = r.id
        where s.state in ('open', 'closed', 'cancelled') and exists (
            select 1 from quizzes_schedule_person sp join v_people_person p on p.id = sp.person_id where sp.schedule_id = s.id and {PeopleScope.Sees("p.site_id", "p.department_id")})
        group by r.id, r.title, r.title_en order by max(s.opens_at) desc, r.id limit 200
        """, new { viewer = Me.Id, permission = QuizzesPermissions.Results }, ct);
}
