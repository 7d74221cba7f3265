using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Notifications;

/// <summary>Mails that an administrator discarded after a restore no longer wait.</summary>
internal sealed class DropDiscarded(Db db) : IHandler<HeldWorkDiscarded>
{
    public Task Handle(HeldWorkDiscarded e, CancellationToken ct) => db.Execute(
        """
        update notifications_notice set state = 'dropped' where state in ('waiting', 'sending')
        and 'notice:' || id || ':' || requests in (select work_key from platform_work where consumer = @Consumer and state = 'discarded')
        """, new { Notices.Consumer }, ct);
}
