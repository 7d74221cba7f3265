using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Notifications.Mails;
using TrainingHub.Modules.Notifications.Reminders;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Notifications;

/// <param name="Request">Which request of the notice this is: 1, and more where an administrator sent it again.</param>
internal sealed record NoticeWork(long NoticeId, int Request);

/// <summary>Writes a notice and the work of mailing it, in the caller's transaction.</summary>
internal sealed class Notices(Db db, Work work, IPersonDirectory people, ReminderChoice reminders, MessageIds ids, TimeProvider clock) : INotices
{
    public const string Consumer = "notifications.mail";

    public async Task<bool> Send(long personId, string kind, string key, string subject, IReadOnlyDictionary<string, object> values, CancellationToken ct) =>
        await Add(personId, kind, key, subject, values, ct) is not null;

    /// <summary>The notice's id; null where its key was used before.</summary>
    public async Task<long?> Add(long personId, string kind, string key, string subject, IReadOnlyDictionary<string, object> values, CancellationToken ct)
    {
        if (!MailTemplate.Exists(kind)) throw new ArgumentException($"There is no mail template of the kind {kind}.", nameof(kind));
        var person = await people.Find(personId, ct) ?? throw new ArgumentException($"There is no person {personId}.", nameof(personId));
        await using var tx = await db.Begin(ct);
        var state = person.Email is null ? "no-address" : ReminderChoice.IsReminder(kind) && !await reminders.IsOn(personId, ct) ? "declined" : "waiting";
        var id = await db.Scalar<long?>(
            """
            insert into notifications_notice(dedupe_key, person_id, kind, subject, data, state, uncertain, requests, message_id, created_at)
            values (@key, @personId, @kind, @subject, @Data, @state, 0, 1, @MessageId, @Now)
            on conflict (dedupe_key) do nothing
            returning id
            """,
            new { key, personId, kind, subject, Data = NoticeData.Write(values), state, MessageId = ids.Next(), Now = clock.GetUtcNow() }, ct);
        if (id is not null && state == "waiting") await work.Enqueue(Consumer, new NoticeWork(id.Value, 1), $"notice:{id}:1", ct);
        await tx.Commit(ct);
        return id;
    }
}

/// <summary>Message-IDs: random, at the hub's own host.</summary>
internal sealed class MessageIds(HubSettings settings, Entropy entropy)
{
    public string Next() => $"{entropy.Token(130)}@{settings.BaseUrl?.IdnHost ?? new System.Net.Mail.MailAddress(settings.MailFrom).Host}";
}
