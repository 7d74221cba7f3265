using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>/studio/schedules: the scheduled quizzes in the reader's reach, the latest first.</summary>
[Requires(QuizzesPermissions.Schedule)]
internal sealed class ScheduleListModel(Db db, CancelSchedule cancel, HubSettings settings) : HubPage
{
    internal sealed record Row(long Id, string Title, string TitleZh, string TitleEn, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string State, string Audience, int People, int Submitted, int Passed);

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

    public static IReadOnlyList<string> Selection(Row row)
    {
        var audience = JsonSerializer.Deserialize<Audience>(row.Audience, Json.Plain)!;
        return [.. (audience.Sites ?? []).Concat(audience.Departments ?? []).Concat(audience.Positions ?? [])];
    }

    private async Task Load(CancellationToken ct) => Rows = await db.Rows<Row>(
        $"""
        select s.id, s.title, q.title_zh, q.title_en, s.opens_at, s.closes_at, s.state, s.audience,
               (select count(*) from quizzes_schedule_person p where p.schedule_id = s.id) as people,
               (select count(*) from quizzes_attempt a where a.schedule_id = s.id and a.state = 'finished') as submitted,
               (select count(*) from quizzes_attempt a where a.schedule_id = s.id and a.passed = true) as passed
        from quizzes_schedule s join v_quiz q on q.id = s.quiz_id
        where {CancelSchedule.IsInReach}
        order by s.opens_at desc, s.id desc limit 200
        """, new { viewer = Me.Id, permission = QuizzesPermissions.Schedule }, ct);
}
