namespace TrainingHub.Modules.Platform.Security;

/// <summary>Who acts in this scope: a signed-in person, a token's person, or the hub itself (a job, a verb).</summary>
public sealed class Actor
{
    private HashSet<string> permissions = [];

    /// <summary>Null for the hub itself and for visitors.</summary>
    public long? PersonId { get; private set; }

    /// <summary>"person", "token", "job", "verb" or "visitor".</summary>
    public string Kind { get; private set; } = "visitor";

    /// <summary>For the hub itself: which job or verb.</summary>
    public string? Via { get; private set; }

    public string DisplayName { get; private set; } = "";

    public IReadOnlySet<string> Roles { get; private set; } = new HashSet<string>();

    /// <summary>The person, where a page is only open to signed-in people.</summary>
    public long Id => PersonId ?? throw new InvalidOperationException("Nobody is signed in here.");

    public bool Can(string permission) => permissions.Contains(permission);

    internal void Become(long personId, string kind, string displayName, IReadOnlySet<string> roles, HashSet<string> granted)
    {
        PersonId = personId;
        Kind = kind;
        DisplayName = displayName;
        Roles = roles;
        permissions = granted;
    }

    internal void BecomeHub(string kind, string via)
    {
        Kind = kind;
        Via = via;
    }
}
