using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>A step that has become due of a period, and still holds; the chain is locked.</summary>
/// <param name="On">For which day it was noted.</param>
/// <param name="When">Now.</param>
internal sealed record StepDue(Chain Chain, Period Period, string Step, DateOnly On, AsOf When)
{
    /// <summary>By the calendar of the period.</summary>
    public DateOnly Today => Period.DayOf(When);
}

/// <summary>
/// Goes through what has become due, found by the index over open steps, as many in a transaction as its time allows: claims them, and does what they stand for if that still holds. Whatever a late or
/// repeated run finds done is left alone; what it costs depends on what is due and not on how many periods there are.
/// </summary>
internal sealed class DueWork(Db db, Chains chains, DueSteps due, CatchUp catchUp, LockPeople locks, ISiteDays sites, TimeProvider clock)
{
    private const int Found = 500;
    private const int Least = 10;

    private readonly Dictionary<long, TimeZoneInfo> zones = [];
    private int size = 50;

    private sealed record DueRow(long Id, long PeriodId, string Step, DateOnly DueOn, long PersonId, long SiteId, string? TimeZone, bool IsBehind);

    /// <param name="steps">Which steps this job does.</param>
    /// <param name="act">Inside the transaction: does these, and says for which of them something was to be done.</param>
    public async Task Do(JobRun run, string[] steps, Func<IReadOnlyList<StepDue>, Task<IReadOnlyCollection<StepDue>>> act, CancellationToken ct)
    {
        // A step that is done late may have the next one due as well.
        while (await Pass(run, steps, act, ct))
        {
            // each pass is one step further in the life of a period, and that has few
        }
    }

    /// <returns>True where a next step was written that is due already.</returns>
    private async Task<bool> Pass(JobRun run, string[] steps, Func<IReadOnlyList<StepDue>, Task<IReadOnlyCollection<StepDue>>> act, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Where the day is furthest on it is tomorrow; whether it is today for the period is looked at one by one.
        var latest = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1);
        var (day, id, isFurther) = (DateOnly.MinValue, 0L, false);
        while (true)
        {
            // The due rows first, and nothing else before them: PostgreSQL might begin with the periods, of which there are many.
            var rows = await db.Rows<DueRow>(
                $"""
                with x as materialized (
                    select u.id, u.period_id, u.step, u.due_on from certification_due u
                    where u.done_at is null and u.due_on <= @latest and (u.due_on > @day or (u.due_on = @day and u.id > @id)) and {db.Dialect.In("u.step", "steps")} order by u.due_on, u.id limit {Found}
                )
                select x.id, x.period_id, x.step, x.due_on, d.person_id, p.site_id, (select y.time_zone from certification_policy y where y.id = d.policy_id) as time_zone,
                    case when exists (select 1 from certification_visit v where v.person_id = d.person_id and v.at <= @now)
                        or exists (select 1 from certification_person e where e.person_id = d.person_id and e.evaluated_to < (select max(r.recorded_at) from certification_rule_version r where r.recorded_at <= @now)) then true else false end as is_behind
                from x join certification_period d on d.id = x.period_id join v_people_person p on p.id = d.person_id order by x.due_on, x.id
                """,
                new { latest, day, id, steps, now }, ct);
            var ready = new List<(DueRow Row, AsOf When)>();
            foreach (var row in rows)
                await run.One("Period", row.PeriodId, async () =>
                {
                    var home = await ZoneOf(row.SiteId, ct);
                    if (row.DueOn > PolicyZone.Of(row.TimeZone, home).DayOf(now)) return;
                    // Who left yesterday is asked for nothing today, whichever job of the night comes first.
                    if (row.IsBehind) await catchUp.Handle(row.PersonId, ct);
                    ready.Add((row, AsOf.Of(now, home)));
                });
            for (var done = 0; done < ready.Count;)
            {
                var some = ready.GetRange(done, Math.Min(size, ready.Count - done));
                isFurther |= await Together(run, some, act, ct) <= latest;
                done += some.Count;
            }
            if (rows.Count < Found) return isFurther;
            (day, id) = (rows[^1].DueOn, rows[^1].Id);
        }
    }

    /// <returns>The earliest day of the next steps that were written.</returns>
    private async Task<DateOnly?> Together(JobRun run, List<(DueRow Row, AsOf When)> some, Func<IReadOnlyList<StepDue>, Task<IReadOnlyCollection<StepDue>>> act, CancellationToken ct)
    {
        try
        {
            var started = clock.GetTimestamp();
            var next = await Batch(run, some, act, ct);
            var took = clock.GetElapsedTime(started);
            size = took > db.Dialect.Slice ? Math.Max(Least, size / 2) : took < db.Dialect.Slice / 2 ? Math.Min(Found, size + size / 2) : size;
            return next;
        }
        catch (Exception e) when (e is not OperationCanceledException && Outage.Of(e) is null)
        {
            // One of them can't be done, and took the others along; each by itself shows which.
            DateOnly? next = null;
            foreach (var one in some)
                await run.One("Period", one.Row.PeriodId, async () => next = await Batch(run, [one], act, ct) is { } day && !(day > next) ? day : next);
            return next;
        }
    }

    private async Task<DateOnly?> Batch(JobRun run, List<(DueRow Row, AsOf When)> some, Func<IReadOnlyList<StepDue>, Task<IReadOnlyCollection<StepDue>>> act, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await locks.Handle([.. some.Select(s => s.Row.PersonId).Distinct()], ct);
        var claimed = (await db.Rows<long>($"update certification_due set done_at = @now where {db.Dialect.Among("id", "ids")} and done_at is null returning id",
            new { ids = GivenRows.Of(some.Select(s => s.Row.Id)), now = clock.GetUtcNow() }, ct)).ToHashSet();
        var taken = some.Where(s => claimed.Contains(s.Row.Id)).ToList();
        var known = await chains.OfPeriods([.. taken.Select(s => s.Row.PeriodId).Distinct()], ct);
        List<StepDue> steps = [.. taken.Select(s => new StepDue(known[s.Row.PeriodId], known[s.Row.PeriodId].Periods.Single(p => p.Id == s.Row.PeriodId), s.Row.Step, s.Row.DueOn, s.When))];
        List<StepDue> holding = [.. steps.Where(s => s.Chain.StillHolds(s.Period, s.Step, s.Today))];
        var done = holding.Count == 0 ? [] : await act(holding);
        var next = await due.After([.. steps.Select(s => (s.Period, s.Step))], ct);
        await tx.Commit(ct);
        foreach (var same in done.GroupBy(s => s.Step)) run.Count(same.Key, same.Count());
        if (taken.Count > done.Count) run.Count("no longer due", taken.Count - done.Count);
        return next;
    }

    private async Task<TimeZoneInfo> ZoneOf(long site, CancellationToken ct)
    {
        if (!zones.TryGetValue(site, out var zone)) zones[site] = zone = await sites.Zone(site, ct);
        return zone;
    }
}
