using TrainingHub.Modules.Certification.Contracts;
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
        await db.Execute("insert into notifications_item(person_id, gathering, step, period_id, created_at) values (@personId, @gathering, @step, @periodId, @now) on conflict (period_id, step) do nothing",
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
            on conflict (period_id, step) do nothing
            """, new { e.From, e.To, RememberItem.Assigned, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }

    public Task Handle(PeriodAssigned e, WorkItem item, CancellationToken ct) =>
        e.IsRenewal ? Task.CompletedTask : remember.Handle(e.PersonId, e.PeriodId, RememberItem.Assigned, RememberItem.Assigned, ct);
}

internal sealed class RememberStep(RememberItem remember) : IConsumer<PeriodStepDue>
{
    // The other steps (the window opens, the grace ends) need no word of their own.
    private static readonly string[] Steps = ["due-soon", "overdue", "expiring", "expired"];

    public Task Handle(PeriodStepDue e, WorkItem item, CancellationToken ct) =>
        Steps.Contains(e.Step) ? remember.Handle(e.PersonId, e.PeriodId, RememberItem.Reminder, e.Step, ct) : Task.CompletedTask;
}
