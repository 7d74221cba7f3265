using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

public sealed class WorkTests
{
    private sealed record ShelfFilled(string Shelf);

    private readonly Probe probe = new();

    private static WorkQueue Queue(TestHub hub) => hub.Services.GetRequiredService<WorkQueue>();

    private static Task<bool> Enqueue(TestHub hub, string text, string? key = null) => hub.In(s => s.GetRequiredService<Work>().Enqueue(Probe.Work, text, key ?? text, default));

    private static Task<List<string>> States(TestHub hub) => hub.Rows<string>("select state from platform_work where consumer like 'test.%' order by id");

    private static async Task<JobRun> Drain(TestHub hub, CancellationToken ct = default)
    {
        var run = new JobRun();
        await Queue(hub).Drain(Queues.General, run, 1000, ct);
        return run;
    }

    [Theory, BothDatabases]
    public async Task Work_is_done_once_and_by_its_key_never_again(TestDatabase database)
    {
        var done = new List<string>();
        probe.OnWork = (text, _) =>
        {
            done.Add(text);
            return Task.CompletedTask;
        };
        await using var hub = await Probe.Hub(database, probe);
        Assert.True(await Enqueue(hub, "a", "key"));
        Assert.False(await Enqueue(hub, "b", "key"));
        await Drain(hub);
        Assert.False(await Enqueue(hub, "c", "key"));
        await Drain(hub);
        Assert.Equal(["a"], done);
    }

    [Theory, BothDatabases]
    public async Task A_transaction_that_is_rolled_back_leaves_neither_event_nor_work(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        hub.Services.GetRequiredService<Registry>().Subscriptions.Add(new Subscription(typeof(ShelfFilled), "test.other"));
        await hub.In(async s =>
        {
            await using var tx = await s.GetRequiredService<Db>().Begin(default);
            await s.GetRequiredService<Work>().Enqueue(Probe.Work, "x", "x", default);
            await s.GetRequiredService<Events>().Tell(new ShelfFilled("A"), default);
            return 0; // no commit
        });
        Assert.Empty(await States(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from platform_event where kind = 'ShelfFilled'"));
    }

    [Theory, BothDatabases]
    public async Task Each_consumer_of_an_event_has_a_row_of_its_own(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        var registry = hub.Services.GetRequiredService<Registry>();
        registry.Subscriptions.Add(new Subscription(typeof(ShelfFilled), Probe.Work));
        registry.Subscriptions.Add(new Subscription(typeof(ShelfFilled), "test.other"));
        await hub.In(async s =>
        {
            await using var tx = await s.GetRequiredService<Db>().Begin(default);
            await s.GetRequiredService<Events>().Tell(new ShelfFilled("A"), default);
            await s.GetRequiredService<Events>().Tell(new ShelfFilled("A"), default); // it happened twice
            await tx.Commit(default);
            return 0;
        });
        Assert.Equal(["test.other", "test.other", "test.work", "test.work"], await hub.Rows<string>("select consumer from platform_work where consumer like 'test.%' order by consumer"));
    }

    [Theory, BothDatabases]
    public async Task A_worker_whose_lease_ran_out_can_no_longer_finish_what_another_took_over(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        await Enqueue(hub, "x");
        var first = Assert.Single(await Queue(hub).Take(Queues.General, 10, default)); // and then its process hangs
        Assert.Empty(await Queue(hub).Take(Queues.General, 10, default));
        hub.Clock.Advance(TimeSpan.FromMinutes(6));
        var second = Assert.Single(await Queue(hub).Take(Queues.General, 10, default));
        Assert.True(second.Fence > first.Fence);
        Assert.False(await Queue(hub).Finish(first, "done", null));
        Assert.Equal(["leased"], await States(hub));
        Assert.True(await Queue(hub).Finish(second, "done", null));
        Assert.Equal(["done"], await States(hub));
    }

    [Theory, BothDatabases]
    public async Task Two_workers_never_hold_the_same_row(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        for (var i = 0; i < 60; i++) await Enqueue(hub, $"{i}");
        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Queue(hub).Take(Queues.General, 10, default))));
        Assert.All(taken, t => Assert.True(t.Count <= 10));
        var ids = taken.SelectMany(t => t).Select(i => i.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory, BothDatabases]
    public async Task Work_that_fails_is_put_off_with_growing_pauses_and_set_aside_in_the_end(TestDatabase database)
    {
        probe.OnWork = (_, _) => throw new InvalidOperationException("The printer is out of paper.");
        await using var hub = await Probe.Hub(database, probe);
        await Enqueue(hub, "x");
        var pauses = new List<double>();
        for (var i = 1; i < WorkQueue.MostAttempts; i++)
        {
            Assert.Equal(1, (await Drain(hub)).Counts["put off"]);
            Assert.Empty((await Drain(hub)).Counts);
            var pause = await hub.Scalar<DateTimeOffset>("select due_at from platform_work where consumer = 'test.work'") - hub.Clock.GetUtcNow();
            pauses.Add(Math.Ceiling(pause.TotalSeconds));
            hub.Clock.Advance(pause);
        }
        Assert.Equal(1, (await Drain(hub)).Counts["given up"]);
        Assert.Equal([15, 30, 60, 120, 240, 480, 960], pauses);
        Assert.Equal("InvalidOperationException: The printer is out of paper.", await hub.Scalar<string>("select error from platform_work where state = 'dead'"));
    }

    [Theory, BothDatabases]
    public async Task Work_that_can_not_succeed_is_set_aside_at_once(TestDatabase database)
    {
        probe.OnWork = (_, _) => throw new WorkRefusedException("There is no such address.");
        await using var hub = await Probe.Hub(database, probe);
        await Enqueue(hub, "x");
        await Drain(hub);
        Assert.Equal(["dead"], await States(hub));
    }

    [Theory, BothDatabases]
    public async Task Work_that_ends_its_process_every_time_is_set_aside_too(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        await Enqueue(hub, "x");
        for (var i = 0; i < WorkQueue.MostAttempts; i++)
        {
            Assert.Single(await Queue(hub).Take(Queues.General, 10, default));
            hub.Clock.Advance(TimeSpan.FromMinutes(6));
        }
        await Drain(hub);
        Assert.Equal(["dead"], await States(hub));
    }

    [Theory, BothDatabases]
    public async Task A_stop_gives_back_what_was_taken_and_not_done(TestDatabase database)
    {
        using var stop = new CancellationTokenSource();
        probe.OnWork = async (text, ct) =>
        {
            if (text != "2") return;
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, ct);
        };
        await using var hub = await Probe.Hub(database, probe);
        foreach (var text in (string[])["1", "2", "3"]) await Enqueue(hub, text);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Drain(hub, stop.Token));
        Assert.Equal(["done", "ready", "ready"], await States(hub));
        Assert.Equal(0, await hub.Scalar<int>("select max(attempts) from platform_work where state = 'ready'"));
    }

    [Theory, BothDatabases]
    public async Task Work_for_later_waits_until_its_time(TestDatabase database)
    {
        await using var hub = await Probe.Hub(database, probe);
        await hub.In(s => s.GetRequiredService<Work>().Enqueue(Probe.Work, "x", "x", hub.Clock.GetUtcNow().AddHours(1), default));
        await Drain(hub);
        Assert.Equal(["ready"], await States(hub));
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await Drain(hub);
        Assert.Equal(["done"], await States(hub));
    }
}
