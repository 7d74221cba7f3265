using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Works out the rules for those who have a visit that is due, a few in a transaction. What is done stays done: a run that is cut short is simply continued by the next.
/// </summary>
internal sealed class DoVisits(Db db, CatchUp catchUp, TimeProvider clock)
{
    private const int Batch = 500;

    // Other writers wait for a transaction on SQLite; well under the 50 ms that background work may take.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(25);

    /// <summary>Until nothing is due, or for so long.</summary>
    public async Task Handle(TimeSpan most, CancellationToken ct)
    {
        var run = new JobRun();
        await Handle(run, most, ct);
        if (run.Failure is { } failure) throw failure;
    }

    public async Task Handle(JobRun run, TimeSpan most, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var after = 0L;
        while (clock.GetElapsedTime(started) < most)
        {
            // By their number: so two that lock several people never wait for each other.
            var people = new Queue<long>(await db.Rows<long>(
                $"select distinct v.person_id from certification_visit v where v.at <= @now and v.person_id > @after order by v.person_id limit {Batch}", new { now = clock.GetUtcNow(), after }, ct));
            if (people.Count == 0) return;
            while (people.Count > 0 && clock.GetElapsedTime(started) < most) after = await OneSlice(run, people, ct);
        }
    }

    /// <returns>The last of them.</returns>
    private async Task<long> OneSlice(JobRun run, Queue<long> people, CancellationToken ct)
    {
        var slice = new List<long>();
        try
        {
            await using var tx = await db.Begin(ct);
            var started = clock.GetTimestamp();
            do
            {
                slice.Add(people.Dequeue());
                await catchUp.Handle(slice[^1], ct);
            }
            while (people.Count > 0 && clock.GetElapsedTime(started) < Slice);
            await tx.Commit(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && Outage.Of(e) is null)
        {
            // One of them can't be done, and took the others along; each by itself shows which.
            foreach (var person in slice) await run.One("Person", person, () => catchUp.Handle(person, ct));
        }
        run.Count("people evaluated", slice.Count);
        return slice[^1];
    }
}

/// <summary>The visits that no work item has done, as when a day comes on which time alone changes something.</summary>
internal sealed class VisitsJob(DoVisits visits) : IJob
{
    public Task Run(JobRun run, CancellationToken ct) => visits.Handle(run, TimeSpan.FromMinutes(50), ct);
}
