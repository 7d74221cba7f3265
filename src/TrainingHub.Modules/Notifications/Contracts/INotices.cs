namespace TrainingHub.Modules.Notifications.Contracts;

/// <summary>Sends notices: each once by its key, in the reader's language, through the mail queue.</summary>
public interface INotices
{
    /// <param name="kind">The template's name: invitation, assigned, due-soon, overdue, passed, expiring, quiz-open.</param>
    /// <param name="key">What it is about, unique for ever: "due-soon:period:12".</param>
    /// <param name="values">Fills the template's {{places}}; texts are already in the reader's language, or LocalText.</param>
    /// <returns>False where this notice was already asked for.</returns>
    Task<bool> Send(long personId, string kind, string key, string subject, IReadOnlyDictionary<string, object> values, CancellationToken ct);
}
