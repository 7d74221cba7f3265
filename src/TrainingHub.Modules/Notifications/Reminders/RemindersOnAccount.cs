using TrainingHub.Modules.People.Contracts;

namespace TrainingHub.Modules.Notifications.Reminders;

internal sealed record RemindersSection(bool IsOn, string Path);

/// <summary>On the reader's own account page: whether reminder mails come.</summary>
internal sealed class RemindersOnAccount(ReminderChoice choice, ReminderLink link) : IAccountSection
{
    public async Task<PersonSection> Of(long personId, CancellationToken ct) =>
        new("/Notifications/Reminders/_OnAccount.cshtml", new RemindersSection(await choice.IsOn(personId, ct), link.PathOf(personId)));
}
