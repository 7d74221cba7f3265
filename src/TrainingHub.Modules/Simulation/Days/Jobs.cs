using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Simulation.Days;

/// <summary>The hub's own jobs, by their schedule on the simulated clock, one after another.</summary>
internal sealed class Jobs(SimulatedHub hub)
{
    /// <summary>Nothing runs: neither what is scheduled nor what waits in a queue.</summary>
    public bool AreDown { get; set; }

    /// <summary>Which of several comes first; without it the order in which the hub gives them.</summary>
    public Func<string, int>? Order { get; init; }

    private readonly JobRunner runner = hub.Services.GetRequiredService<JobRunner>();
    private readonly JobTable table = hub.Services.GetRequiredService<JobTable>();
    private readonly Registry registry = hub.Services.GetRequiredService<Registry>();

    /// <summary>
    /// After a kill: the leases of the dead have run out, and what they left half done is not held against it. On a real clock minutes pass until then; here
    /// they must not, so that the killed hub writes down the same times as one that was never killed.
    /// </summary>
    public async Task TakeOver()
    {
        await hub.In(async services =>
        {
            var db = services.GetRequiredService<Db>();
            await using var tx = await db.Begin(default);
            await db.Execute("update platform_work set lease_until = @now, attempts = attempts - 1 where state = 'leased'", new { now = hub.Clock.GetUtcNow() }, default);
            await db.Execute("update platform_job set failures = 0 where failures > 0", null, default);
            await tx.Commit(default);
            return 0;
        });
        await table.Due(default); // closes the runs of the dead
    }

    /// <summary>Whatever is due by now, and the work that comes of it.</summary>
    public async Task Tick()
    {
        if (AreDown) return;
        for (var due = await table.Due(default); due.Count > 0; due = await table.Due(default))
            foreach (var job in InOrder(due, j => j.Id)) await Run(job.Id, job.Trigger);
        await Work();
    }

    /// <summary>Every job once more, due or not.</summary>
    public async Task RunAll()
    {
        foreach (var job in registry.Jobs) await Run(job.Id, "simulation");
        await Work();
    }

    /// <summary>The queues, until nothing more is due.</summary>
    public async Task Work()
    {
        if (AreDown) return;
        while (await Waiting() is { Count: > 0 } queues)
            foreach (var queue in InOrder(queues, q => q)) await Run(QueueJobs.IdOf(queue), "work");
    }

    private IEnumerable<T> InOrder<T>(IReadOnlyList<T> jobs, Func<T, string> id) => Order is null ? jobs : jobs.OrderBy(j => Order(id(j)));

    private Task<List<string>> Waiting() => hub.In(services => services.GetRequiredService<Db>().Rows<string>(
        "select distinct queue from platform_work where state in ('ready', 'leased') and due_at <= @now order by queue", new { now = hub.Clock.GetUtcNow() }, default));

    private async Task Run(string id, string trigger)
    {
        var result = await runner.Run(id, trigger, default);
        if (result.Outcome is not ("ok" or "skipped")) throw new SimulationException($"The job {id} ended with {result.Outcome} at {hub.Clock.GetUtcNow():u}: {result.Error}");
    }
}
