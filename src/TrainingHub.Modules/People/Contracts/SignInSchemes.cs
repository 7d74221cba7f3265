namespace TrainingHub.Modules.People.Contracts;

/// <summary>How a request says who it comes from.</summary>
public static class SignInSchemes
{
    /// <summary>
    /// "Authorization: Bearer TOKEN". The only way in below /api, where cookies are never read, so that no other site can act in a visitor's name.
    /// The principal has the person's roles; its permissions are cut down to the token's scopes.
    /// </summary>
    public const string Token = "Token";

    /// <summary>The claim that holds the token's id.</summary>
    public const string TokenIdClaim = "token_id";
}
