using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>
/// Goes through what has become due, found by the index over open steps, each in a transaction of its own: claims it, and does what it
/// stands for if that still holds. Whatever a late or repeated run finds done is left alone.
/// </summary>
internal sealed class DueWork(Db db, Chains chains, DueSteps due, CatchUp catchUp, IPersonDirectory people, TimeProvider clock)
{
    private const int Batch = 200;

    private sealed record DueRow(long Id, long PeriodId, string Step, DateOnly DueOn, long PersonId);

    /// <param name="steps">Which steps this job does.</param>
    /// <param name="act">Inside the transaction, with the chain locked: the chain, the period, its step, today where the person works. True where something was done.</param>
    public async Task Do(JobRun run, string[] steps, Func<Chain, Period, string, DateOnly, Task<bool>> act, CancellationToken ct)
    {
        // Where the day is furthest on it is tomorrow; whether it is today for the person is looked at one by one.
        var latest = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1);
        // A step that is done late may have the next one due as well.
        while (await Pass(run, steps, act, latest, ct))
        {
            // each pass is one step further in the life of a period, and that has few
        }
    }

    /// <returns>True where a next step was written that is due already.</returns>
    private async Task<bool> Pass(JobRun run, string[] steps, Func<Chain, Period, string, DateOnly, Task<bool>> act, DateOnly latest, CancellationToken ct)
    {
        var (day, id, isFurther) = (DateOnly.MinValue, 0L, false);
        while (true)
        {
            var rows = await db.Rows<DueRow>(
                $"""
                select u.id, u.period_id, u.step, u.due_on, d.person_id
                from certification_due u join certification_period d on d.id = u.period_id
                where u.done_at is null and u.due_on <= @latest and (u.due_on > @day or (u.due_on = @day and u.id > @id)) and {db.Dialect.In("u.step", "steps")}
                order by u.due_on, u.id limit {Batch}
                """,
                new { latest, day, id, steps }, ct);
            foreach (var row in rows)
                await run.One("Period", row.PeriodId, async () => isFurther |= await Do(run, row, act, ct) <= latest);
            if (rows.Count < Batch) return isFurther;
            (day, id) = (rows[^1].DueOn, rows[^1].Id);
        }
    }

    /// <returns>The day of the next step, where one was written.</returns>
    private async Task<DateOnly?> Do(JobRun run, DueRow row, Func<Chain, Period, string, DateOnly, Task<bool>> act, CancellationToken ct)
    {
        var today = await people.Today(row.PersonId, ct);
        if (row.DueOn > today) return null;
        await using var tx = await db.Begin(ct);
        // Who left yesterday is asked for nothing today, whichever job of the night comes first.
        await catchUp.Handle(row.PersonId, ct);
        var chain = (await chains.LockOfPeriod(row.PeriodId, ct))!;
        if (await db.Execute("update certification_due set done_at = @now where id = @Id and done_at is null", new { row.Id, now = clock.GetUtcNow() }, ct) == 0) return null;
        var period = chain.Periods.Single(p => p.Id == row.PeriodId);
        var holds = chain.Requirement.IsAssigned && PeriodSteps.StillHolds(row.Step, chain.FactsOf(period).StatusOn(today));
        var done = holds && await act(chain, period, row.Step, today);
        var next = period.IsOpen ? await due.ScheduleNext(period.Id, PeriodSteps.AfterOpen(row.Step, period.DueOn), ct) : null;
        await tx.Commit(ct);
        run.Count(done ? row.Step : "no longer due");
        return next;
    }
}
