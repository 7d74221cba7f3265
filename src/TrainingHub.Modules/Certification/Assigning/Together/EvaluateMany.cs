using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Assigning.Together;

/// <summary>
/// Works out the rules for many people in short transactions: together where that can be, the others a few in a transaction. What is done stays done.
/// </summary>
internal sealed class EvaluateMany(Db db, EvaluateTogether together, CatchUp catchUp, LockPeople locks, FirstLook firstLook, TimeProvider clock)
{
    /// <summary>Fewer are not worth the statements that look at all of them.</summary>
    public const int Few = 20;

    private const int MostTogether = 1000;

    // Locked before they are looked at, so no more than are usually done in one slice.
    private const int MostAlone = 10;

    private int size = 2 * Few;

    /// <param name="people">By their number.</param>
    /// <param name="isOver">Asked between transactions whether to leave it at that.</param>
    /// <returns>How many of them, from the first on, were looked at; and of those the ones who could not be done.</returns>
    public async Task<(int Looked, IReadOnlyList<long> Failed)> Handle(JobRun run, IReadOnlyList<long> people, Func<bool> isOver, CancellationToken ct)
    {
        var (looked, begun, failed, areMany) = (0, 0, new List<long>(), people.Count >= Few);
        while (looked < people.Count && !isOver())
        {
            // As many as one of the pieces below may have: none of them goes beyond.
            if (begun < Math.Min(looked + MostTogether, people.Count))
            {
                await firstLook.Handle([.. people.Skip(begun).Take(MostTogether)], ct);
                begun += MostTogether;
            }
            var some = people.Skip(looked).Take(areMany ? size : MostAlone).ToList();
            var (done, alone) = areMany ? await Together(run, some, ct) : (0, some);
            // Somebody who was overtaken is among those who are done too.
            var before = done + alone.Count(p => p > (done > 0 ? some[done - 1] : 0));
            for (var left = new Queue<long>(alone); left.Count > 0;) await OneSlice(run, left, failed, ct);
            looked += before;
            run.Count("people evaluated", before);
        }
        return (looked, failed);
    }

    /// <summary>As many at once as the time allows that one transaction may take.</summary>
    private async Task<(int Done, IReadOnlyList<long> Alone)> Together(JobRun run, List<long> people, CancellationToken ct)
    {
        try
        {
            var started = clock.GetTimestamp();
            var (done, alone) = await together.Handle(people, ct);
            var took = clock.GetElapsedTime(started);
            size = took > db.Dialect.Slice ? Math.Max(Few, size / 2) : took < db.Dialect.Slice / 2 ? Math.Min(MostTogether, size + size / 2) : size;
            // Where one after another must be looked at alone, the others were read in vain.
            if (done + alone.Count < people.Count) size = Math.Clamp(2 * (done + alone.Count), Few, size);
            run.Count("of them together", done);
            return (done, alone);
        }
        catch (Exception e) when (e is not OperationCanceledException && Outage.Of(e) is null)
        {
            return (0, people); // each by itself shows which of them it was
        }
    }

    private async Task OneSlice(JobRun run, Queue<long> people, List<long> failed, CancellationToken ct)
    {
        var slice = people.Take(MostAlone).ToList();
        var done = 0;
        try
        {
            await using var tx = await db.Begin(ct);
            var started = clock.GetTimestamp();
            await locks.Handle(slice, ct);
            do await catchUp.Handle(slice[done++], ct);
            while (done < slice.Count && clock.GetElapsedTime(started) < db.Dialect.Slice);
            await tx.Commit(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && Outage.Of(e) is null)
        {
            // One of them can't be done, and took the others along; each by itself shows which.
            done = Math.Max(1, done);
            foreach (var person in slice.Take(done))
            {
                failed.Add(person);
                await run.One("Person", person, async () =>
                {
                    await catchUp.Handle(person, ct);
                    failed.Remove(person);
                });
            }
        }
        for (var i = 0; i < done; i++) people.Dequeue();
    }
}
