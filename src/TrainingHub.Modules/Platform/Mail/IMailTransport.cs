using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Platform.Mail;

/// <param name="MessageId">Stable over retries, without angle brackets: the receiver's and our only way to see a duplicate.</param>
/// <param name="ToAddress">One receiver.</param>
public sealed record MailMessage(string MessageId, string FromAddress, string FromName, string ToAddress, string ToName, string Subject, string Text, string Html, IReadOnlyList<MailAttachment> Attachments)
{
    /// <summary>Where the reader switches mails of this kind off: by looking and by a single post without anything else. Null: they can't be switched off.</summary>
    public Uri? Unsubscribe { get; init; }
}

public sealed record MailAttachment(string FileName, string ContentType, byte[] Bytes);

/// <summary>The mail was certainly not handed over, and may be later: the server is away, busy or not set up right.</summary>
public sealed class MailDeferredException(Problem problem, Exception? inner = null) : Exception(problem.ToString(), inner)
{
    public Problem Problem { get; } = problem;
}

/// <summary>The mail will not be accepted however often it is tried.</summary>
public sealed class MailRefusedException(Problem problem) : WorkRefusedException(problem.ToString())
{
    public Problem Problem { get; } = problem;
}

/// <summary>Hands one mail over. Returns when it is safely handed over; throws when it is not.</summary>
/// <remarks>
/// <see cref="MailRefusedException"/> where trying again can't help (the address is refused); <see cref="MailDeferredException"/> where it can
/// and nothing was handed over, even if the hub is stopped; anything else leaves open whether the mail arrived, and is tried again with the same Message-ID.
/// </remarks>
internal interface IMailTransport
{
    Task Send(MailMessage message, CancellationToken ct);
}
