using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Platform.Jobs;

[Requires(PlatformPermissions.Jobs)]
internal sealed class JobListModel(Db db, Registry registry, HubSettings settings, TimeProvider clock) : HubPage
{
    public sealed record State(string Id, bool Paused, DateTimeOffset? NextFire, DateTimeOffset? RetryAt, string? WantedBy, DateTimeOffset? LeaseUntil, DateTimeOffset? LastFire);

    private sealed record LastRun(string Job, long Id, string FiredBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, long? Milliseconds, string? Outcome, string? Counts, string? Log, string? Error);

    public sealed record Line(JobDeclaration Job, State State, JobRunRow? Last, bool IsRunning);

    public List<Line> Jobs { get; private set; } = [];

    public long DeadWork { get; private set; }

    public long HeldWork { get; private set; }

    public string Zoned(DateTimeOffset time) => T.Time(time, settings.TimeZone);

    public async Task OnGet(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var states = (await db.Rows<State>("select id, paused, next_fire, retry_at, wanted_by, lease_until, last_fire from platform_job", null, ct)).ToDictionary(s => s.Id);
        var last = (await db.Rows<LastRun>(
            $"select job, {JobRunRow.Columns} from platform_job_run where id in (select max(id) from platform_job_run group by job)", null, ct))
            .ToDictionary(r => r.Job, r => new JobRunRow(r.Id, r.FiredBy, r.StartedAt, r.EndedAt, r.Milliseconds, r.Outcome, r.Counts, r.Log, r.Error));
        Jobs = [.. registry.Jobs.Where(j => states.ContainsKey(j.Id)).Select(j => new Line(j, states[j.Id], last.GetValueOrDefault(j.Id), states[j.Id].LeaseUntil > now))];
        DeadWork = await db.Scalar<long>("select count(*) from platform_work where state = 'dead'", null, ct);
        HeldWork = await db.Scalar<long>("select count(*) from platform_work where state = 'held'", null, ct);
    }

    public async Task<IActionResult> OnPostRun(string id, [FromServices] RunJobNow run, CancellationToken ct) =>
        await run.Handle(id, ct) is { } problem ? await Again(problem, ct) : Done("/admin/jobs", "“{0}” starts within a few seconds.", Title(id));

    public async Task<IActionResult> OnPostPause(string id, [FromServices] PauseJob pause, CancellationToken ct) =>
        await pause.Handle(id, true, ct) is { } problem ? await Again(problem, ct) : Done("/admin/jobs", "“{0}” is paused.", Title(id));

    public async Task<IActionResult> OnPostResume(string id, [FromServices] PauseJob pause, CancellationToken ct) =>
        await pause.Handle(id, false, ct) is { } problem ? await Again(problem, ct) : Done("/admin/jobs", "“{0}” runs by its schedule again.", Title(id));

    private string Title(string id) => T[registry.Jobs.Single(j => j.Id == id).Title];

    private async Task<IActionResult> Again(Problem problem, CancellationToken ct)
    {
        await OnGet(ct);
        return Refuse(problem);
    }
}
