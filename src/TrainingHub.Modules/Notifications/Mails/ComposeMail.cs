using TrainingHub.Modules.Notifications.Reminders;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Mail;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Notifications.Mails;

/// <summary>Writes the mail of a notice in its reader's language.</summary>
internal sealed class ComposeMail(HubSettings settings, Localizer texts, ReminderLink reminders)
{
    /// <param name="link">The one-time link of an invitation or reset, made for this very mail; null for other kinds.</param>
    public MailMessage Handle(string kind, string messageId, string data, PersonCard person, Uri? link, IReadOnlyList<MailAttachment> attachments)
    {
        var t = texts.For(person.Language);
        var values = NoticeData.Read(data, t, person.Zone);
        values["name"] = NoticeValue.Of(person.Name);
        values["hub"] = NoticeValue.Of(settings.HubName);
        values["home"] = NoticeValue.Of(Home());
        if (link is not null) values["link"] = NoticeValue.Of(link);
        var template = MailTemplate.Find(kind, person.Language);
        var subject = template.FillSubject(values);
        var (html, text) = MailBody.Render(template.FillBody(values));
        var stop = ReminderChoice.IsReminder(kind) ? new Uri(Home(), reminders.PathOf(person.Id)) : null;
        return new MailMessage(messageId, new System.Net.Mail.MailAddress(settings.MailFrom).Address, settings.HubName, person.Email!, person.Name, subject,
            MailLayout.Text(t, settings.HubName, text, stop), MailLayout.Html(t, settings.HubName, subject, html, stop), attachments) { Unsubscribe = stop };
    }

    /// <summary>Where the reader finds today's work.</summary>
    public Uri Home() => settings.BaseUrl
        ?? (settings.IsProduction ? throw new MailDeferredException(Problem.Because("Hub:BaseUrl is not set. A mail needs it for its links.")) : new Uri("http://localhost:5080"));
}
