using Microsoft.AspNetCore.Identity;

namespace TrainingHub.Modules.People;

/// <summary>A person as the sign-in machinery sees it. What HR sees of people is queried by the pages themselves.</summary>
internal sealed class Person
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string? Email { get; init; }
    public string? EmployeeNumber { get; init; }
    public string Language { get; init; } = "";
    public DateOnly? LeftOn { get; init; }
    public string? PasswordHash { get; set; }
    public string SecurityStamp { get; set; } = "";
    public string ConcurrencyStamp { get; set; } = "";
    public int FailedCount { get; set; }
    public DateTimeOffset? LockoutUntil { get; set; }
}

/// <summary>How addresses and numbers are compared: without case, full-width forms or surrounding blanks.</summary>
internal static class SignInName
{
    public static string Normalize(string text) => text.Normalize(System.Text.NormalizationForm.FormKC).Trim().ToUpperInvariant();
}

internal sealed class SignInNameNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : SignInName.Normalize(name);

    public string? NormalizeEmail(string? email) => NormalizeName(email);
}
