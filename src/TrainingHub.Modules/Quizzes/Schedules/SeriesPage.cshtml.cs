using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>/studio/schedules/{id}: the plan, the times to come, where one can be left out or moved, and those that were.</summary>
[Requires(QuizzesPermissions.Schedule)]
internal sealed class SeriesPageModel(Db db, ReadSeries read, ScheduleChoices choices, IAudienceWords words, ChangeSeries change, ChangeOccurrence occurrence, CancelSchedule cancel, HubSettings settings, TimeProvider clock) : HubPage
{
    internal sealed record Row(long Id, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string State, bool IsMoved, int People, int Took, int Passed);

    public SeriesView Series { get; private set; } = null!;
    public IReadOnlyList<Row> Coming { get; private set; } = [];
    public IReadOnlyList<Row> Past { get; private set; } = [];

    /// <summary>Who is asked, one phrase per condition.</summary>
    public IReadOnlyList<string> Who { get; private set; } = [];

    /// <summary>In the audience today.</summary>
    public int Caught { get; private set; }
    public TimeZoneInfo Zone => settings.TimeZone;
    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).DateTime;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostChangeAsync(long id, string? change, CancellationToken ct) => await Answer(id, change switch
    {
        "pause" => (await Change(id, "pause", ct), "The series is paused. What is open stays open; nothing new opens."),
        "resume" => (await Change(id, "resume", ct), "The series goes on."),
        "end" => (await Change(id, "end", ct), "The series has ended. What is open stays open until its time."),
        _ => (Problem.Because("Choose what to do."), ""),
    }, ct);

    public async Task<IActionResult> OnPostSkipAsync(long id, long schedule, CancellationToken ct) => await Answer(id, (await occurrence.Skip(schedule, ct), "It is left out this time."), ct);

    public async Task<IActionResult> OnPostRestoreAsync(long id, long schedule, CancellationToken ct) => await Answer(id, (await occurrence.Restore(schedule, ct), "It opens again as planned."), ct);

    public async Task<IActionResult> OnPostMoveAsync(long id, long schedule, DateTime? opens, CancellationToken ct) =>
        await Answer(id, (opens is { } to ? await occurrence.Move(schedule, to, ct) : Problem.Because("Say when it opens."), "It is moved."), ct);

    public async Task<IActionResult> OnPostCancelAsync(long id, long schedule, CancellationToken ct) => await Answer(id, (await cancel.Handle(schedule, ct), "The scheduled quiz was cancelled."), ct);

    private Task<Problem?> Change(long id, string to, CancellationToken ct) => change.Handle(id, to, ct);

    private async Task<IActionResult> Answer(long id, (Problem? Problem, string Done) outcome, CancellationToken ct)
    {
        if (outcome.Problem is null) return Done($"/studio/schedules/{id}", outcome.Done);
        return await Load(id, ct) ? Refuse(outcome.Problem) : NotFound();
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await read.Find(id, ct) is not { } series) return false;
        Series = series;
        Who = await words.Say(series.Plan.Audience, ct);
        Caught = series.State == "ended" ? 0 : await choices.Count(series.Plan.Audience, ct);
        var rows = await db.Rows<Row>(
            """
            select s.id, s.opens_at, s.closes_at, s.state, s.is_moved,
                   (select count(*) from quizzes_schedule_person p where p.schedule_id = s.id) as people,
                   (select count(distinct a.person_id) from quizzes_attempt a where a.schedule_id = s.id and a.state = 'finished') as took,
                   (select count(distinct a.person_id) from quizzes_attempt a where a.schedule_id = s.id and a.passed = true) as passed
            from quizzes_schedule s where s.series_id = @id order by s.opens_at desc, s.id desc limit 120
            """, new { id }, ct);
        var now = clock.GetUtcNow();
        Coming = [.. rows.Where(r => r.State == "open" || r.State is "planned" or "skipped" && r.ClosesAt > now).OrderBy(r => r.OpensAt)];
        Past = [.. rows.Except(Coming)];
        return true;
    }
}
