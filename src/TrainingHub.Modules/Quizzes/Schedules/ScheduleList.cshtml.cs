using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>/studio/schedules: what is planned in the reader's reach, and the single times, the latest first.</summary>
[Requires(QuizzesPermissions.Schedule)]
internal sealed class ScheduleListModel(Db db, ReadSeries read, CancelSchedule cancel, HubSettings settings, TimeProvider clock) : HubPage
{
    internal sealed record Row(long Id, long? SeriesId, string Title, string TitleZh, string TitleEn, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string State, int People, int Submitted, int Passed);

    private sealed record NextRow(long SeriesId, DateTimeOffset OpensAt);

    public IReadOnlyList<SeriesView> Series { get; private set; } = [];

    /// <summary>When each series opens next.</summary>
    public IReadOnlyDictionary<long, DateTimeOffset> Next { get; private set; } = new Dictionary<long, DateTimeOffset>();

    /// <summary>Of the next week and before.</summary>
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostCancelAsync(long schedule, CancellationToken ct)
    {
        var problem = await cancel.Handle(schedule, ct);
        if (problem is null) return Done("/studio/schedules", "The scheduled quiz was cancelled.");
        await Load(ct);
        return Refuse(problem);
    }

    private async Task Load(CancellationToken ct)
    {
        var args = new { viewer = Me.Id, permission = QuizzesPermissions.Schedule, soon = clock.GetUtcNow().AddDays(7) };
        Series = await read.All(ct);
        Next = (await db.Rows<NextRow>("select series_id, min(opens_at) as opens_at from quizzes_schedule where state = 'planned' and series_id is not null group by series_id", null, ct)).ToDictionary(r => r.SeriesId, r => r.OpensAt);
        Rows = await db.Rows<Row>(
            $"""
            select s.id, s.series_id, {Schedules.Series.TitleIn(T)} as title, v.title_zh, v.title_en, s.opens_at, s.closes_at, s.state,
                   (select count(*) from quizzes_schedule_person p where p.schedule_id = s.id) as people,
                   (select count(distinct a.person_id) from quizzes_attempt a where a.schedule_id = s.id and a.state = 'finished') as submitted,
                   (select count(distinct a.person_id) from quizzes_attempt a where a.schedule_id = s.id and a.passed = true) as passed
            from quizzes_schedule s join quizzes_quiz q on q.id = s.quiz_id
            join quizzes_quiz_version v on v.id = coalesce(q.current_version_id, (select max(l.id) from quizzes_quiz_version l where l.quiz_id = q.id))
            where s.opens_at < @soon and {Schedules.Series.IsInReach}
            order by s.opens_at desc, s.id desc limit 100
            """, args, ct);
    }
}
