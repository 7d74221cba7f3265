namespace TrainingHub.Modules.Platform.Mail;

/// <summary>
/// Writes each mail to mail/ in the data folder, to be read or picked up by another program. The file name is the Message-ID,
/// so a mail written twice is one file, the later one (its one-time link is the one that works); a draft is renamed once it is on the disk, so nobody reads half a mail.
/// </summary>
internal sealed class FolderMail(HubSettings settings, TimeProvider clock) : IMailTransport
{
    public async Task Send(MailMessage message, CancellationToken ct)
    {
        var folder = Path.Combine(settings.DataFolder, "mail");
        Directory.CreateDirectory(folder);
        var name = string.Concat(message.MessageId.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '@' ? c : '_'));
        var path = Path.Combine(folder, name + ".eml");
        var draft = Path.Combine(folder, name + ".draft");
        await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            await file.WriteAsync(MailMime.Write(message, clock.GetUtcNow()), ct);
            #pragma warning disable CA1849 // FlushAsync does not reach the disk
            file.Flush(flushToDisk: true);
            #pragma warning restore CA1849
        }
        File.Move(draft, path, overwrite: true);
    }
}
