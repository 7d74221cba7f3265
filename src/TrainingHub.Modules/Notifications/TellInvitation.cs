using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Notifications;

/// <summary>Invites somebody by mail. Each wish is a mail of its own: HR may invite again when a link has run out.</summary>
internal sealed class TellInvitation(INotices notices) : IConsumer<InvitationWanted>
{
    public Task Handle(InvitationWanted e, WorkItem item, CancellationToken ct) =>
        notices.Send(e.PersonId, "invitation", $"invitation:wish:{item.Id}", $"person:{e.PersonId}", new Dictionary<string, object>(), ct);
}

internal sealed class TellPasswordReset(INotices notices) : IConsumer<PasswordResetWanted>
{
    public Task Handle(PasswordResetWanted e, WorkItem item, CancellationToken ct) =>
        notices.Send(e.PersonId, "password-reset", $"password-reset:wish:{item.Id}", $"person:{e.PersonId}", new Dictionary<string, object>(), ct);
}
