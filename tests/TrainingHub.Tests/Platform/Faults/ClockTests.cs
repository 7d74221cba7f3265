using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Api;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Faults;

/// <summary>The machine's clock jumps a day ahead, and later back.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Probe probe = new();

    private static Task Tick(TestHub hub) => hub.Services.GetRequiredService<JobRunner>().Tick(default);

    private static async Task<JobRun> Drain(TestHub hub)
    {
        var run = new JobRun();
        await hub.Services.GetRequiredService<WorkQueue>().Drain(Queues.General, run, 100, default);
        return run;
    }

    [Theory, BothDatabases]
    public async Task Jobs_neither_run_wild_nor_stall(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        await Tick(hub);
        var start = probe.Runs;
        hub.Clock.Advance(Day);
        for (var i = 0; i < 5; i++) await Tick(hub);
        Assert.Equal(start + 1, probe.Runs); // the day that was skipped, once
        hub.Clock.Advance(-Day);
        for (var i = 0; i < 5; i++) await Tick(hub);
        Assert.Equal(start + 1, probe.Runs);
        hub.Clock.Advance(Day + TimeSpan.FromMinutes(1)); // the real day passes
        for (var i = 0; i < 5; i++) await Tick(hub);
        Assert.Equal(start + 2, probe.Runs);
    }

    [Theory, BothDatabases]
    public async Task Work_asked_for_or_taken_on_the_wrong_day_is_done_when_the_clock_is_right_again(TestDatabase database)
    {
        var done = new List<string>();
        probe.OnWork = (text, _) =>
        {
            done.Add(text);
            return Task.CompletedTask;
        };
        await using var hub = await Probe.Hub(database, probe);
        Task Ask(string text) => hub.In(s => s.GetRequiredService<Work>().Enqueue(Probe.Work, text, text, default));
        hub.Clock.Advance(Day);
        await Drain(hub);
        await Ask("taken");
        Assert.Single(await hub.Services.GetRequiredService<WorkQueue>().Take(Queues.General, 1, default)); // and its process is killed
        await Ask("asked");
        hub.Clock.Advance(-Day);
        await Drain(hub);
        Assert.Equal(["asked", "taken"], done.Order(StringComparer.Ordinal));
        Assert.Empty((await Drain(hub)).Counts);
    }

    [Fact]
    public async Task Who_is_signed_in_stays_so_and_tokens_are_good()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("A1", Roles.Admin);
        using var before = await hub.SignedIn(person);
        using var api = await hub.Api(person);
        hub.Clock.Advance(Day);
        using var during = await hub.SignedIn(person);
        await Good();
        hub.Clock.Advance(-Day);
        await Good();

        async Task Good()
        {
            foreach (var browser in new[] { before, during }) Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/jobs")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("me")).StatusCode);
        }
    }
}
