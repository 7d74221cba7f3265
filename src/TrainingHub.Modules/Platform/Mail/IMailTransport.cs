namespace TrainingHub.Modules.Platform.Mail;

/// <param name="MessageId">Stable over retries, without angle brackets: the receiver's and our only way to see a duplicate.</param>
/// <param name="ToAddress">One receiver.</param>
public sealed record MailMessage(string MessageId, string FromAddress, string FromName, string ToAddress, string ToName, string Subject, string Text, string Html, IReadOnlyList<MailAttachment> Attachments);

public sealed record MailAttachment(string FileName, string ContentType, byte[] Bytes);

/// <summary>The mail was certainly not handed over, and may be later: the server is away, busy or not set up right.</summary>
public sealed class MailDeferredException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Hands one mail over. Returns when it is safely handed over; throws when it is not.</summary>
/// <remarks>
/// <see cref="Events.WorkRefusedException"/> where trying again can't help (the address is refused); <see cref="MailDeferredException"/> where it can
/// and nothing was handed over; anything else leaves open whether the mail arrived, and is tried again with the same Message-ID.
/// </remarks>
internal interface IMailTransport
{
    Task Send(MailMessage message, CancellationToken ct);
}
