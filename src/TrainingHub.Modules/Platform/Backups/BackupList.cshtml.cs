using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>Which backups there are. They are not offered for download: each holds the keys and everybody's data, and lies where only the hub's account reads.</summary>
[Requires(PlatformPermissions.Jobs)]
internal sealed class BackupListModel(Db db, BackupFolder folder, HubSettings settings, TimeProvider clock) : HubPage
{
    public sealed record State(DateTimeOffset? NextFire, string? WantedBy, DateTimeOffset? LeaseUntil, bool Paused);

    public sealed record Failure(DateTimeOffset StartedAt, string? Outcome, string? Error);

    public string Folder => folder.Path;

    public int Kept => settings.BackupsKept;

    public List<StoredBackup> Backups { get; private set; } = [];

    public State Job { get; private set; } = new(null, null, null, false);

    public bool IsRunning { get; private set; }

    /// <summary>Why the last run made none; null where it did.</summary>
    public Failure? Failed { get; private set; }

    public string Zoned(DateTimeOffset time) => T.Time(time, settings.TimeZone);

    public string Size(long bytes) => bytes < 1_000_000_000 ? T["{0} MB", (bytes / 1e6).ToString("0.0", T.Culture)] : T["{0} GB", (bytes / 1e9).ToString("0.0", T.Culture)];

    public async Task OnGet(CancellationToken ct)
    {
        Backups = await folder.List(ct);
        Job = await db.Row<State>("select next_fire, wanted_by, lease_until, paused from platform_job where id = @Id", new { BackupJob.Id }, ct) ?? Job;
        IsRunning = Job.WantedBy is not null || Job.LeaseUntil > clock.GetUtcNow();
        var last = await db.Row<Failure>("select started_at, outcome, error from platform_job_run where job = @Id and outcome is not null order by id desc limit 1", new { BackupJob.Id }, ct);
        Failed = last is { Outcome: "failed" or "killed" } ? last : null;
    }

    public async Task<IActionResult> OnPost([FromServices] RunJobNow run, CancellationToken ct)
    {
        if (await run.Handle(BackupJob.Id, ct) is not { } problem) return Done("/admin/backups", "The backup starts within a few seconds. Reload the page to see it.");
        await OnGet(ct);
        return Refuse(problem);
    }
}
