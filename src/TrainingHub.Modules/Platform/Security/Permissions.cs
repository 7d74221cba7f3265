using Microsoft.AspNetCore.Authorization;

namespace TrainingHub.Modules.Platform.Security;

/// <summary>The roles a person can be granted, for the whole hub or a site or department with all below it.</summary>
public static class Roles
{
    /// <summary>Everybody who works here; never granted, always had.</summary>
    public const string Learner = "learner";
    public const string Trainer = "trainer";

    /// <summary>Writes questions, which a trainer accepts.</summary>
    public const string Author = "author";
    public const string Hr = "hr";
    public const string Manager = "manager";
    public const string Auditor = "auditor";
    public const string Admin = "admin";

    public static readonly string[] All = [Learner, Trainer, Author, Hr, Manager, Auditor, Admin];
}

/// <param name="Key">"module.verb".</param>
/// <param name="Description">English text for the roles page.</param>
/// <param name="Roles">The roles that have it.</param>
internal sealed record Permission(string Key, string Description, IReadOnlyList<string> Roles);

public enum MenuArea { Learn, Studio, Team, Hr, Admin }

internal sealed record MenuEntry(MenuArea Area, string Text, string Url, string Permission);

/// <summary>Names the one permission that opens a page or endpoint. Whatever has none, and is not marked anonymous, is closed to all.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequiresAttribute(string permission) : AuthorizeAttribute(PolicyPrefix + permission)
{
    public const string PolicyPrefix = "permission:";

    public string Permission => permission;
}
