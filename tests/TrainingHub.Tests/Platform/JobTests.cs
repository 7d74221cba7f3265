using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

public sealed class JobTests
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(50);
    private readonly Probe probe = new();

    private static JobRunner Runner(TestHub hub) => hub.Services.GetRequiredService<JobRunner>();

    private static JobDeclaration Declared(TestHub hub) => hub.Services.GetRequiredService<Registry>().Jobs.Single(j => j.Id == Probe.Job);

    /// <summary>A table as another process on the same database would have it.</summary>
    private static JobTable OtherTable(TestHub hub) => ActivatorUtilities.CreateInstance<JobTable>(hub.Services);

    private static JobRunner OtherRunner(TestHub hub) => ActivatorUtilities.CreateInstance<JobRunner>(hub.Services, OtherTable(hub));

    private static Task<List<string>> Outcomes(TestHub hub) => hub.Rows<string>("select fired_by || ' ' || coalesce(outcome, 'running') from platform_job_run where job = @job order by id", new { job = Probe.Job });

    [Theory, BothDatabases]
    public async Task Times_missed_while_nothing_ran_are_caught_up_by_one_run(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        hub.Clock.Advance(TimeSpan.FromDays(3));
        await Runner(hub).Tick(default);
        await Runner(hub).Tick(default);
        Assert.Equal(1, probe.Runs);
        var next = await hub.Scalar<DateTimeOffset>("select next_fire from platform_job where id = @id", new { id = Probe.Job });
        Assert.InRange(next, hub.Clock.GetUtcNow(), hub.Clock.GetUtcNow().AddDays(1));
    }

    [Theory, BothDatabases]
    public async Task A_job_runs_once_at_a_time_over_two_processes(TestDatabase database)
    {
        var (started, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        probe.OnRun = async (_, _) =>
        {
            started.SetResult();
            await finish.Task;
        };
        await using var hub = await Probe.Hub(database, probe);
        var first = Runner(hub).Run(Probe.Job, "verb", default);
        await started.Task;
        Assert.Equal("busy", (await OtherRunner(hub).Run(Probe.Job, "verb", default)).Outcome);
        finish.SetResult();
        Assert.Equal("ok", (await first).Outcome);
        Assert.Equal(1, probe.Runs);
    }

    [Theory, BothDatabases]
    public async Task Of_two_processes_that_see_the_same_due_time_one_runs_it(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        hub.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("ok", (await Runner(hub).Run(Probe.Job, "schedule", default)).Outcome);
        Assert.Equal("skipped", (await OtherRunner(hub).Run(Probe.Job, "schedule", default)).Outcome);
        Assert.Equal(1, probe.Runs);
    }

    [Theory, BothDatabases]
    public async Task A_run_that_was_killed_is_found_and_tried_again(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        hub.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null((await OtherTable(hub).Take(Declared(hub), "schedule", default)).Refusal); // and then its process dies
        await Runner(hub).Tick(default);
        Assert.Equal(0, probe.Runs); // the lease still holds: it might be alive
        hub.Clock.Advance(JobTable.Lease);
        await Runner(hub).Tick(default);
        Assert.Equal(1, probe.Runs);
        Assert.Equal(["schedule killed", "retry ok"], await Outcomes(hub));
    }

    [Theory, BothDatabases]
    public async Task A_run_that_a_person_started_and_that_was_killed_is_closed_in_the_history(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        Assert.NotNull((await OtherTable(hub).Take(Declared(hub), "verb", default)).RunId);
        Assert.Equal(["verb running"], await Outcomes(hub));
        hub.Clock.Advance(JobTable.Lease);
        await Runner(hub).Tick(default);
        Assert.Equal(["verb killed", "retry ok"], await Outcomes(hub));
    }

    [Theory, BothDatabases]
    public async Task A_job_that_kills_its_process_every_time_waits_for_its_regular_time_in_the_end(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        for (var i = 0; i < 4; i++)
        {
            Assert.Null((await OtherTable(hub).Take(Declared(hub), "verb", default)).Refusal);
            hub.Clock.Advance(JobTable.Lease);
            await hub.Services.GetRequiredService<JobTable>().Due(default);
        }
        Assert.DoesNotContain(await hub.Services.GetRequiredService<JobTable>().Due(default), d => d.Id == Probe.Job && d.Trigger == "retry");
    }

    [Theory, BothDatabases]
    public async Task A_lease_taken_over_by_another_process_can_neither_be_prolonged_nor_given_back(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        var (first, second) = (OtherTable(hub), OtherTable(hub));
        Assert.Null((await first.Take(Declared(hub), "verb", default)).Refusal);
        Assert.True(await first.Renew(Probe.Job, default));
        hub.Clock.Advance(JobTable.Lease);
        Assert.Null((await second.Take(Declared(hub), "verb", default)).Refusal);
        Assert.False(await first.Renew(Probe.Job, default));
        await first.Close(Declared(hub), null, "verb", hub.Clock.GetUtcNow(), TimeSpan.Zero, new JobRun(), "ok", null, default);
        Assert.True(await second.Renew(Probe.Job, default));
    }

    [Theory, BothDatabases]
    public async Task A_failing_job_is_tried_again_three_times_with_growing_pauses_and_keeps_its_error(TestDatabase database)
    {
        probe.OnRun = (_, _) => throw new InvalidOperationException("The shelf is empty.");
        await using var hub = await Probe.Hub(database, probe);
        Assert.Equal("failed", (await Runner(hub).Run(Probe.Job, "verb", default)).Outcome);
        foreach (var minutes in (int[])[1, 5, 25])
        {
            hub.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(10));
            var before = probe.Runs;
            await Runner(hub).Run(Probe.Job, "retry", default);
            Assert.Equal(before, probe.Runs);
            hub.Clock.Advance(TimeSpan.FromSeconds(10));
            await Runner(hub).Run(Probe.Job, "retry", default);
            Assert.Equal(before + 1, probe.Runs);
        }
        hub.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("skipped", (await Runner(hub).Run(Probe.Job, "retry", default)).Outcome);
        Assert.Equal(4, probe.Runs);
        var error = await hub.Scalar<string>("select error from platform_job_run where job = @job order by id desc limit 1", new { job = Probe.Job });
        Assert.Equal("InvalidOperationException: The shelf is empty.", error);
    }

    [Theory, BothDatabases]
    public async Task One_failing_job_does_not_keep_the_others_from_running(TestDatabase database)
    {
        probe.OnRun = (_, _) => throw new InvalidOperationException("no");
        await using var hub = await Probe.Hub(database, probe);
        hub.Clock.Advance(TimeSpan.FromDays(2));
        await Runner(hub).Tick(default);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from platform_job where next_fire <= @now", new { now = hub.Clock.GetUtcNow() }));
    }

    [Theory, BothDatabases]
    public async Task A_job_stopped_by_a_shutdown_frees_its_lease_and_goes_on_at_the_next_start(TestDatabase database)
    {
        using var stop = new CancellationTokenSource();
        probe.OnRun = async (run, ct) =>
        {
            run.Count("done", 3);
            if (probe.Runs > 1) return;
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, ct);
        };
        await using var hub = await Probe.Hub(database, probe);
        Assert.Equal("stopped", (await Runner(hub).Run(Probe.Job, "verb", stop.Token)).Outcome);
        await OtherRunner(hub).Tick(default);
        Assert.Equal(["verb stopped", "retry ok"], await Outcomes(hub));
        Assert.Equal(0, await hub.Scalar<int>("select failures from platform_job where id = @id", new { id = Probe.Job }));
    }

    [Theory, BothDatabases]
    public async Task A_paused_job_runs_neither_by_its_schedule_nor_for_new_work(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        await hub.Execute("update platform_job set paused = true where id = @id", new { id = Probe.Job });
        hub.Clock.Advance(TimeSpan.FromDays(2));
        await Runner(hub).Tick(default);
        Assert.Equal("skipped", (await Runner(hub).Run(Probe.Job, "work", default)).Outcome);
        Assert.Equal(0, probe.Runs);
        Assert.Equal("ok", (await Runner(hub).Run(Probe.Job, "verb", default)).Outcome);
    }

    [Theory, BothDatabases]
    public async Task A_clock_that_was_wrong_by_a_year_and_is_set_right_does_not_hold_jobs_back(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        var now = hub.Clock.GetUtcNow();
        hub.Clock.Advance(TimeSpan.FromDays(365));
        await Runner(hub).Tick(default);
        hub.Clock.MoveTo(now);
        await Runner(hub).Tick(default);
        var next = await hub.Scalar<DateTimeOffset>("select next_fire from platform_job where id = @id", new { id = Probe.Job });
        Assert.InRange(next, now, now.AddDays(1).AddMinutes(1));
    }

    [Theory, BothDatabases]
    public async Task A_job_of_an_older_version_of_the_program_is_left_alone(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        await hub.Execute("insert into platform_job(id, cron, paused, failures, next_fire) values ('gone.job', '0 * * * * ?', false, 0, @now)", new { now = hub.Clock.GetUtcNow() });
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await Runner(hub).Tick(default);
        Assert.Equal(1, probe.Runs);
    }

    [Theory, BothDatabases]
    public async Task Work_committed_while_its_queue_is_being_worked_off_is_done_right_after(TestDatabase database)
    {
        var (first, second, finish) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        probe.OnWork = async (payload, _) =>
        {
            if (payload == "second") second.SetResult();
            else
            {
                first.SetResult();
                await finish.Task;
            }
        };
        await using var hub = await Probe.Hub(database, probe); // no scheduler: nothing but the waker can run the queue
        using var waker = ActivatorUtilities.CreateInstance<WorkWaker>(hub.Services);
        await waker.StartAsync(default);
        await Enqueue(hub, "first");
        await first.Task.WaitAsync(SafetyNet);
        await Enqueue(hub, "second");
        finish.SetResult();
        await second.Task.WaitAsync(SafetyNet);
        await waker.StopAsync(default);
    }

    private static Task<bool> Enqueue(TestHub hub, string text) => hub.In(s => s.GetRequiredService<Work>().Enqueue(Probe.Work, text, text, default));

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Shanghai")]
    [InlineData("Australia/Lord_Howe")]
    public void A_daily_job_fires_once_on_each_civil_day_also_when_the_clocks_change(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        foreach (var schedule in (Schedule[])[Daily.At(0, 0), Daily.At(1, 45), Daily.At(2, 0), Daily.At(2, 30), Daily.At(3, 0), Daily.At(6, 0)])
        {
            var at = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
            for (var i = 0; i < 730; i++)
            {
                at = schedule.Next(at, zone)!.Value;
                day = day.AddDays(1);
                Assert.Equal($"{schedule.Cron} {day:yyyy-MM-dd}", $"{schedule.Cron} {TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
            }
        }
    }

    [Fact]
    public void A_daily_time_is_meant_in_the_hubs_zone()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 5, 0, 0, TimeSpan.Zero), Daily.At(6, 0).Next(new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero), berlin));
        Assert.Equal(new DateTimeOffset(2026, 7, 15, 4, 0, 0, TimeSpan.Zero), Daily.At(6, 0).Next(new DateTimeOffset(2026, 7, 15, 0, 0, 0, TimeSpan.Zero), berlin));
    }
}
