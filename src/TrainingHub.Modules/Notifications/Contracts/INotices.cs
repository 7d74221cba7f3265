namespace TrainingHub.Modules.Notifications.Contracts;

/// <summary>Sends notices: each once by its key, in the reader's language, through the mail queue.</summary>
public interface INotices
{
    /// <summary>Writes the notice and its work row in the caller's transaction. Who has no e-mail address gets a row that says so, and never a mail later.</summary>
    /// <param name="kind">The template's name: invitation, password-reset, assigned, due-soon, overdue, escalated, expiring, expired, reminder, passed, practice, sessions, quiz-open, quiz-results.</param>
    /// <param name="key">What it is about, unique for ever: "due-soon:period:12".</param>
    /// <param name="subject">For the administrator's list: "period:12".</param>
    /// <param name="values">
    /// Fills the template's {{places}}: text, numbers, LocalText, DateOnly, DateTimeOffset (said in the reader's zone), Uri, <see cref="Phrase"/>, or a list of phrases.
    /// The places name, hub and home are filled by themselves.
    /// </param>
    /// <returns>False where this notice was already asked for.</returns>
    /// <exception cref="ArgumentException">There is no template of that kind, or a value of a type that can't be said.</exception>
    Task<bool> Send(long personId, string kind, string key, string subject, IReadOnlyDictionary<string, object> values, CancellationToken ct);
}

/// <summary>A whole sentence that is translated when the mail is written.</summary>
/// <param name="Template">English text with {0}-style places; the key of its translation.</param>
public sealed record Phrase(string Template, params object[] Arguments);
