using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Notifications.Reminders;

/// <summary>
/// Reminder mails are on until their reader switches them off. What somebody must know once (an invitation, an assignment, a certificate) comes all the same, and so does what somebody must know of others for
/// whom they are responsible (escalated): it reminds nobody of their own training, and the next one who could do something about it is told only where there is no nearer one.
/// </summary>
internal sealed class ReminderChoice(Db db, Audit audit, TimeProvider clock)
{
    public static bool IsReminder(string kind) => kind is "due-soon" or "overdue" or "expiring" or "expired" or "reminder" or "practice" or "quiz-open" or "quiz-results";

    public async Task<bool> IsOn(long personId, CancellationToken ct) => await db.Scalar<long>("select count(*) from notifications_no_reminders where person_id = @personId", new { personId }, ct) == 0;

    public async Task Handle(long personId, bool on, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var changed = on
            ? await db.Execute("delete from notifications_no_reminders where person_id = @personId", new { personId }, ct)
            : await db.Execute("insert into notifications_no_reminders(person_id, since) values (@personId, @now) on conflict (person_id) do nothing", new { personId, now = clock.GetUtcNow() }, ct);
        if (changed > 0) await audit.Write(on ? "notifications.reminders-on" : "notifications.reminders-off", $"person:{personId}", null, ct);
        await tx.Commit(ct);
    }
}
