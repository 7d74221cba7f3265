using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>A job that should run now, and why: "schedule", "retry" or who wanted it.</summary>
internal sealed record DueJob(string Id, string Trigger);

/// <param name="RunId">The row of the history that was opened with the lease; null for regular runs, which leave a row only if they did something.</param>
/// <param name="Refusal">Null where the lease was taken; else "busy" (another run holds it) or "skipped" (paused, or another process was faster).</param>
internal sealed record JobClaim(long? RunId, string? Refusal);

/// <summary>The job table: what is due, who holds the lease of a job, and how its runs ended. Each method is one short transaction of its own.</summary>
internal sealed class JobTable(IServiceScopeFactory scopes, Registry registry, HubSettings settings, TimeProvider clock, Entropy entropy)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private const int MostFailures = 3;

    // Owners of this very process: where there are several (tests), each is alive though they share one process id.
    private static readonly ConcurrentDictionary<string, bool> Here = new();

    private readonly string owner = Register($"{Environment.MachineName}/{Environment.ProcessId}/{entropy.Uuid()}");

    private sealed record JobRow(string Id, bool Paused, DateTimeOffset? NextFire, DateTimeOffset? RetryAt, string? WantedBy, string? LeaseOwner, DateTimeOffset? LeaseUntil);

    /// <summary>Brings the table in line with the program; a job new to it gets its first time from its schedule.</summary>
    public Task Declare(CancellationToken ct) => Write(async (db, now) =>
    {
        foreach (var job in registry.Jobs)
            await db.Execute("insert into platform_job(id, paused, failures, next_fire, cron) values (@Id, false, 0, @Next, @Cron) on conflict (id) do update set cron = excluded.cron where platform_job.cron <> excluded.cron",
                new { job.Id, Next = Next(job, now), job.Schedule.Cron }, ct);
        return 0;
    }, ct);

    /// <summary>What should run now. Runs of killed processes are closed first, and come back as retries.</summary>
    public async Task<List<DueJob>> Due(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        List<JobRow> rows;
        await using (var scope = scopes.CreateAsyncScope())
            rows = await scope.ServiceProvider.GetRequiredService<Db>().Rows<JobRow>("select id, paused, next_fire, retry_at, wanted_by, lease_owner, lease_until from platform_job order by next_fire, id", null, ct);
        var due = new List<DueJob>();
        foreach (var read in rows)
        {
            var job = registry.Jobs.Find(j => j.Id == read.Id);
            if (job is null) continue; // of an older version of the program
            var row = read;
            if (row.LeaseOwner is not null)
            {
                if (row.LeaseUntil > now && IsAlive(row.LeaseOwner) && row.LeaseUntil <= now + 10 * Lease) continue;
                if (!await CloseKilled(row, ct)) continue;
                row = row with { RetryAt = now };
            }
            // Only the past may differ from the schedule (a time that was missed). A future time that does is from a clock
            // that was wrong or from an older schedule, and would keep the job from running.
            if ((row.NextFire is null || row.NextFire > now) && row.NextFire != Next(job, now)) await Reschedule(job, row.NextFire, ct);
            if (row.WantedBy is not null) due.Add(new DueJob(row.Id, row.WantedBy));
            else if (!row.Paused && row.NextFire <= now) due.Add(new DueJob(row.Id, "schedule"));
            else if (!row.Paused && row.RetryAt <= now) due.Add(new DueJob(row.Id, "retry"));
        }
        return due;
    }

    /// <summary>Takes the lease if the job is free and, for runs that nobody asked for by hand, still due: another process may have been faster.</summary>
    public Task<JobClaim> Take(JobDeclaration job, string trigger, CancellationToken ct) => Write(async (db, now) =>
    {
        var stillDue = trigger switch
        {
            "schedule" => "and not paused and next_fire <= @now",
            "retry" => "and not paused and retry_at <= @now",
            "work" => "and not paused",
            _ when trigger.StartsWith("person:", StringComparison.Ordinal) => "and wanted_by = @trigger",
            _ => "",
        };
        var taken = await db.Execute(
            $"""
            update platform_job set lease_owner = @owner, lease_until = @until, last_fire = @now, next_fire = @Next, retry_at = null, wanted_by = null
            where id = @Id and (lease_until is null or lease_until <= @now or lease_until > @absurd) {stillDue}
            """,
            new { job.Id, owner, trigger, now, until = now + Lease, absurd = now + 10 * Lease, Next = Next(job, now) }, ct);
        if (taken == 0)
        {
            var isLeased = await db.Scalar<long>("select count(*) from platform_job where id = @Id and lease_until > @now", new { job.Id, now }, ct) > 0;
            return new JobClaim(null, isLeased ? "busy" : "skipped");
        }
        if (trigger is "schedule" or "work") return new JobClaim(null, null); // a queue that had nothing to do leaves no line in the history
        return new JobClaim(await db.Insert("insert into platform_job_run(job, fired_by, started_at) values (@Id, @trigger, @now) returning id", new { job.Id, trigger, now }, ct), null);
    }, ct);

    /// <summary>Prolongs the lease. False where it was lost: the run must stop.</summary>
    public Task<bool> Renew(string id, CancellationToken ct) => Write(async (db, now) =>
        await db.Execute("update platform_job set lease_until = @until where id = @id and lease_owner = @owner", new { id, owner, until = now + Lease }, ct) == 1, ct);

    /// <summary>Gives the lease back and writes the history. A failure is tried again three times with growing pauses; then the job waits for its next regular time.</summary>
    public Task Close(JobDeclaration job, long? runId, string trigger, DateTimeOffset started, TimeSpan took, JobRun run, string outcome, string? error, CancellationToken ct) => Write(async (db, now) =>
    {
        var failures = outcome == "ok" ? 0 : await db.Scalar<int>("select failures from platform_job where id = @Id", new { job.Id }, ct) + (outcome == "failed" ? 1 : 0);
        DateTimeOffset? retry = outcome switch
        {
            "stopped" => now, // goes on at the next start
            "failed" when failures <= MostFailures => now + TimeSpan.FromMinutes(Math.Pow(5, failures - 1)),
            _ => null,
        };
        await db.Execute("update platform_job set lease_owner = null, lease_until = null, failures = @failures, retry_at = @retry where id = @Id and lease_owner = @owner", new { job.Id, owner, failures, retry }, ct);
        if (runId is null && outcome == "ok" && !run.DidAnything) return 0;
        runId ??= await db.Insert("insert into platform_job_run(job, fired_by, started_at) values (@Id, @trigger, @started) returning id", new { job.Id, trigger, started }, ct);
        await db.Execute("update platform_job_run set ended_at = @ended, milliseconds = @ms, outcome = @outcome, counts = @counts, log = @log, error = @error where id = @runId",
            new { runId, ended = started + took, ms = (long)took.TotalMilliseconds, outcome, counts = JsonSerializer.Serialize(run.Counts, Json.Plain), log = run.LogText, error }, ct);
        return 0;
    }, ct);

    /// <summary>Whoever held this lease is gone: its run is closed as killed and tried again, unless it killed its process over and over.</summary>
    private Task<bool> CloseKilled(JobRow row, CancellationToken ct) => Write(async (db, now) =>
    {
        var closed = await db.Execute(
            """
            update platform_job set lease_owner = null, lease_until = null, failures = failures + 1, retry_at = case when failures < @MostFailures then @now else null end
            where id = @Id and lease_owner = @LeaseOwner and lease_until = @LeaseUntil
            """,
            new { row.Id, row.LeaseOwner, row.LeaseUntil, MostFailures, now }, ct);
        if (closed == 0) return false;
        const string error = "The process that ran it ended before the job did.";
        var marked = await db.Execute("update platform_job_run set outcome = 'killed', ended_at = @now, error = @error where job = @Id and outcome is null", new { row.Id, now, error }, ct);
        if (marked == 0)
            await db.Execute("insert into platform_job_run(job, fired_by, started_at, ended_at, outcome, error) select id, 'schedule', last_fire, @now, 'killed', @error from platform_job where id = @Id", new { row.Id, now, error }, ct);
        return await db.Scalar<long>("select count(*) from platform_job where id = @Id and retry_at is not null", new { row.Id }, ct) > 0;
    }, ct);

    private Task<int> Reschedule(JobDeclaration job, DateTimeOffset? from, CancellationToken ct) => Write((db, now) => from is null
        ? db.Execute("update platform_job set next_fire = @Next where id = @Id and next_fire is null", new { job.Id, Next = Next(job, now) }, ct)
        : db.Execute("update platform_job set next_fire = @Next where id = @Id and next_fire = @from", new { job.Id, from, Next = Next(job, now) }, ct), ct);

    private DateTimeOffset? Next(JobDeclaration job, DateTimeOffset now) => job.Schedule.Next(now, settings.TimeZone);

    private async Task<T> Write<T>(Func<Db, DateTimeOffset, Task<T>> write, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var tx = await db.Begin(ct);
        var result = await write(db, clock.GetUtcNow());
        await tx.Commit(ct);
        return result;
    }

    private static string Register(string owner)
    {
        Here[owner] = true;
        return owner;
    }

    /// <summary>A killed process of this machine is known at once, so that a restart need not wait for the lease to run out; of others only the lease tells.</summary>
    private static bool IsAlive(string owner)
    {
        var parts = owner.Split('/');
        if (parts is not [var machine, var number, _] || machine != Environment.MachineName || !int.TryParse(number, CultureInfo.InvariantCulture, out var pid)) return true;
        if (pid == Environment.ProcessId) return Here.ContainsKey(owner);
        try
        {
            using var process = Process.GetProcessById(pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
