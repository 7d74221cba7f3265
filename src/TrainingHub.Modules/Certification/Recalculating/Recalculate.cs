using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Recalculating;

/// <param name="After">The last person who was done before; a work item is leased for minutes only, so a long one goes on with the next.</param>
internal sealed record RecalculationWork(long Id, long After);

/// <summary>
/// Moves the dates of current periods to a policy, a few people in a transaction. Whoever is done has the policy, so it may be cut short anywhere and repeated: it goes on
/// where it was, and nobody is moved twice.
/// </summary>
internal sealed class Recalculate(Db db, MoveTerms move, LockPeople locks, Work work, TimeProvider clock) : IConsumer<RecalculationWork>
{
    public const string Work = "Certification.Recalculate";

    private const int Batch = 200;

    // Locked before they are moved, so no more than one transaction usually moves.
    private const int AtOnce = 10;

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    public async Task Handle(RecalculationWork payload, WorkItem item, CancellationToken ct)
    {
        var (run, started, after) = (new JobRun(), clock.GetTimestamp(), payload.After);
        while (await Some(payload.Id, after, Batch, run, ct) is { } last)
        {
            after = last;
            if (clock.GetElapsedTime(started) < Most) continue;
            await using var tx = await db.Begin(ct);
            await work.Enqueue(Work, payload with { After = after }, $"recalculation:{payload.Id}:{after}", ct);
            await tx.Commit(ct);
            break;
        }
        if (run.Failure is { } failure) throw failure;
    }

    /// <summary>Moves at most so many people, by their number.</summary>
    /// <returns>The last of them; null where nobody is left.</returns>
    public async Task<long?> Some(long id, long after, int most, JobRun run, CancellationToken ct)
    {
        if (await Recalculation.Current(db, id, ct) is not { } recalculation) return null;
        var people = new Queue<long>(await db.Rows<long>(
            """
            select distinct d.person_id from certification_period d join certification_policy y on y.id = d.policy_id
            where d.program_id = @ProgramId and d.ended_on is null and y.number < @Number and d.person_id > @after order by d.person_id limit @most
            """, new { recalculation.ProgramId, recalculation.Number, after, most }, ct));
        if (people.Count == 0)
        {
            await Finish(id, ct);
            return null;
        }
        var last = after;
        while (people.Count > 0) last = await OneSlice(recalculation, people, run, ct);
        return last;
    }

    private async Task<long> OneSlice(Recalculation recalculation, Queue<long> people, JobRun run, CancellationToken ct)
    {
        var slice = people.Take(AtOnce).ToList();
        var done = 0;
        try
        {
            await using var tx = await db.Begin(ct);
            var started = clock.GetTimestamp();
            await locks.Handle(slice, ct);
            do await move.Handle(recalculation, slice[done++], ct);
            while (done < slice.Count && clock.GetElapsedTime(started) < db.Dialect.Slice);
            await tx.Commit(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && Outage.Of(e) is null)
        {
            // One of them can't be done, and took the others along; each by itself shows which.
            done = Math.Max(1, done);
            foreach (var person in slice.Take(done)) await run.One("Person", person, () => move.Handle(recalculation, person, ct));
        }
        for (var i = 0; i < done; i++) people.Dequeue();
        return slice[done - 1];
    }

    /// <summary>Whoever can't be moved is tried again with the work item; until then it is not done.</summary>
    private async Task Finish(long id, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute(
            """
            update certification_recalculation set done_at = @now where id = @id and done_at is null and not exists (
                select 1 from certification_period d join certification_policy y on y.id = d.policy_id join certification_policy n on n.id = certification_recalculation.policy_id
                where d.program_id = certification_recalculation.program_id and d.ended_on is null and y.number < n.number)
            """, new { id, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }
}
