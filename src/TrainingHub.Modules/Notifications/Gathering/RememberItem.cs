using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Notifications.Gathering;

/// <summary>What is to be said of a period, and for which of its days.</summary>
internal sealed record PeriodStep(long PeriodId, string Step, DateOnly On);

/// <summary>Notes what is to be said about a period, to whom once; <see cref="GatherNotices"/> makes it one mail a person and day.</summary>
internal sealed class RememberItem(Db db, INearest nearest, HubSettings settings, TimeProvider clock)
{
    public const string Assigned = "assigned";
    public const string Reminder = "reminder";

    public const string Escalated = "escalated", NotRenewed = "not-renewed";

    public const string SeesTeam = "certification.team";

    /// <summary>Of what has no day of its own, or was noted before the day was kept.</summary>
    public static readonly DateOnly NoDay = DateOnly.MinValue;

    private sealed record Row(long Id, long PersonId);

    /// <summary>Said to whoever is responsible, and not to whom it is about.</summary>
    public static bool IsOfTeam(string step) => step is Escalated or NotRenewed;

    /// <summary>For whom it is about; or, where it was due too long ago, for who is nearest to them now.</summary>
    public async Task Handle(IReadOnlyCollection<PeriodStep> steps, string gathering, CancellationToken ct)
    {
        if (steps.Count == 0) return;
        var people = (await db.Rows<Row>($"select d.id, d.person_id from v_certification_period d where {db.Dialect.Among("d.id", "ids")}", new { ids = GivenRows.Of(steps.Select(s => s.PeriodId).Distinct()) }, ct)).ToDictionary(d => d.Id, d => d.PersonId);
        List<long> ofTeam = [.. steps.Where(s => IsOfTeam(s.Step)).Select(s => people[s.PeriodId]).Distinct()];
        var near = ofTeam.Count == 0 ? null : await nearest.With(SeesTeam, ofTeam, settings.TimeZone.DayOf(clock.GetUtcNow()), ct);
        var rows = new GivenRows();
        foreach (var step in steps.OrderBy(s => s.PeriodId))
            foreach (var reader in IsOfTeam(step.Step) ? near![people[step.PeriodId]].Distinct() : [people[step.PeriodId]]) rows.Row().Add(reader).Add(step.PeriodId).Add(step.Step).Add(step.On);
        await using var tx = await db.Begin(ct);
        await db.Execute(
            $"""
            insert into notifications_item(person_id, gathering, step, on_day, period_id, created_at)
            select x.person_id, @gathering, x.step, x.on_day, x.period_id, @now from {db.Dialect.Given("rows", "person_id {long}", "period_id {long}", "step text", "on_day {date}")} x where true
            on conflict (person_id, period_id, step, on_day) do nothing
            """, new { rows = rows.ToString(), gathering, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }
}

/// <summary>The first period of a programme is told as "assigned", and a renewal that is due on a day of its own; of any other renewal the reminder "expiring" speaks.</summary>
internal sealed class RememberAssigned(Db db, RememberItem remember, TimeProvider clock) : IConsumer<PeriodAssigned>, IConsumer<PeriodsAssigned>
{
    public async Task Handle(PeriodsAssigned e, WorkItem item, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute(
            """
            insert into notifications_item(person_id, gathering, step, on_day, period_id, created_at)
            select d.person_id, @Assigned, @Assigned, @NoDay, d.id, @now from v_certification_period d where d.id between @From and @To and d.renews_id is null order by d.id
            on conflict (person_id, period_id, step, on_day) do nothing
            """, new { e.From, e.To, RememberItem.Assigned, RememberItem.NoDay, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }

    public Task Handle(PeriodAssigned e, WorkItem item, CancellationToken ct) =>
        e.IsRenewal && !e.IsNews ? Task.CompletedTask : remember.Handle([new PeriodStep(e.PeriodId, RememberItem.Assigned, RememberItem.NoDay)], RememberItem.Assigned, ct);
}

/// <summary>Who must do something is told; and, where it was due too long ago, who is nearest to them.</summary>
internal sealed class RememberSteps(RememberItem remember) : IConsumer<StepsDue>
{
    // The other steps (the window opens, the grace ends) need no word of their own.
    private static readonly string[] Steps = ["due-soon", "overdue", "expiring", "expired"];

    public Task Handle(StepsDue e, WorkItem item, CancellationToken ct) =>
        RememberItem.IsOfTeam(e.Step) || Steps.Contains(e.Step) ? remember.Handle([.. e.Periods.Select(id => new PeriodStep(id, e.Step, e.On ?? RememberItem.NoDay))], RememberItem.Reminder, ct) : Task.CompletedTask;
}
