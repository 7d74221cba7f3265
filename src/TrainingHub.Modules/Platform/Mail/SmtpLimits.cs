namespace TrainingHub.Modules.Platform.Mail;

/// <summary>How patient we are with a mail server, and how long we keep a connection to it.</summary>
internal sealed record SmtpLimits
{
    /// <summary>For each step of the dialogue up to the final dot.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For the answer to the final dot: servers look a mail over before they take it, and to give up too early is to send it twice.</summary>
    public TimeSpan Verdict { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long that answer is still awaited once the hub is told to stop.</summary>
    public TimeSpan VerdictAtStop { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a connection waits for the next mail. Some servers hang up after ten seconds.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(5);

    public int MailsPerConnection { get; init; } = 100;
}
