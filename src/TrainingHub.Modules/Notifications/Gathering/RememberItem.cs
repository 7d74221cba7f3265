using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Notifications.Gathering;

/// <summary>Notes what is to be said about a period; <see cref="GatherNotices"/> makes it one mail a person and day.</summary>
internal sealed class RememberItem(Db db, TimeProvider clock)
{
    public const string Assigned = "assigned";
    public const string Reminder = "reminder";

    public async Task Handle(long personId, long periodId, string gathering, string step, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("insert into notifications_item(person_id, gathering, step, period_id, created_at) values (@personId, @gathering, @step, @periodId, @now) on conflict (person_id, period_id, step) do nothing",
            new { personId, gathering, step, periodId, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }
}

/// <summary>The first period of a programme is told as "assigned"; of a renewal the reminder "expiring" speaks.</summary>
internal sealed class RememberAssigned(Db db, RememberItem remember, TimeProvider clock) : IConsumer<PeriodAssigned>, IConsumer<PeriodsAssigned>
{
    public async Task Handle(PeriodsAssigned e, WorkItem item, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute(
            """
            insert into notifications_item(person_id, gathering, step, period_id, created_at)
            select d.person_id, @Assigned, @Assigned, d.id, @now from v_certification_period d where d.id between @From and @To and d.renews_id is null order by d.id
            on conflict (person_id, period_id, step) do nothing
            """, new { e.From, e.To, RememberItem.Assigned, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }

    public Task Handle(PeriodAssigned e, WorkItem item, CancellationToken ct) =>
        e.IsRenewal ? Task.CompletedTask : remember.Handle(e.PersonId, e.PeriodId, RememberItem.Assigned, RememberItem.Assigned, ct);
}

/// <summary>Who must do something is told; and, where it was due too long ago, who is nearest to them.</summary>
internal sealed class RememberSteps(Db db, INearest nearest, HubSettings settings, TimeProvider clock) : IConsumer<StepsDue>
{
    public const string Escalated = "escalated", NotRenewed = "not-renewed";

    public static bool IsOfTeam(string step) => step is Escalated or NotRenewed;

    // The other steps (the window opens, the grace ends) need no word of their own.
    private static readonly string[] Steps = ["due-soon", "overdue", "expiring", "expired"];

    private sealed record Row(long Id, long PersonId);

    public async Task Handle(StepsDue e, WorkItem item, CancellationToken ct)
    {
        if (!IsOfTeam(e.Step) && !Steps.Contains(e.Step)) return;
        var periods = await db.Rows<Row>($"select d.id, d.person_id from v_certification_period d where {db.Dialect.Among("d.id", "ids")} order by d.id", new { ids = GivenRows.Of(e.Periods) }, ct);
        var told = IsOfTeam(e.Step) ? await nearest.With("certification.team", [.. periods.Select(d => d.PersonId).Distinct()], settings.TimeZone.DayOf(clock.GetUtcNow()), ct) : periods.ToLookup(d => d.PersonId, d => d.PersonId);
        var rows = new GivenRows();
        foreach (var period in periods)
            foreach (var reader in told[period.PersonId].Distinct()) rows.Row().Add(reader).Add(period.Id);
        await using var tx = await db.Begin(ct);
        await db.Execute(
            $"""
            insert into notifications_item(person_id, gathering, step, period_id, created_at)
            select x.person_id, @Reminder, @Step, x.period_id, @now from {db.Dialect.Given("rows", "person_id {long}", "period_id {long}")} x where true on conflict (person_id, period_id, step) do nothing
            """, new { rows = rows.ToString(), e.Step, RememberItem.Reminder, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }
}
