namespace TrainingHub.Modules.People.Contracts;

/// <summary>One-time links with which a person chooses a password and is signed in.</summary>
public interface IActivations
{
    /// <summary>
    /// Makes a new link, voiding the earlier ones of this person and purpose. The token is in the answer and nowhere else:
    /// the database keeps its hash, so call this where the mail is written, never earlier.
    /// </summary>
    /// <param name="purpose">One of <see cref="ActivationPurposes"/>.</param>
    /// <returns>The path below the hub's address: "/activate/…".</returns>
    Task<string> NewLink(long personId, string purpose, CancellationToken ct);
}

public static class ActivationPurposes
{
    /// <summary>By mail to somebody new; 14 days.</summary>
    public const string Invitation = "invitation";

    /// <summary>On paper, with a code that can be typed; 30 days.</summary>
    public const string Slip = "slip";

    /// <summary>By mail to somebody who forgot the password; 2 hours.</summary>
    public const string Reset = "reset";

    /// <exception cref="ArgumentOutOfRangeException">There is no such purpose.</exception>
    public static TimeSpan Lifetime(string purpose) => purpose switch
    {
        Invitation => TimeSpan.FromDays(14),
        Slip => TimeSpan.FromDays(30),
        Reset => TimeSpan.FromHours(2),
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "An activation is an invitation, a slip or a reset."),
    };
}
