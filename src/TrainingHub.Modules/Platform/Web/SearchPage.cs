using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace TrainingHub.Modules.Platform.Web;

/// <summary>
/// What somebody typed to find a person, as a part of an address that can be paged, sorted and bookmarked: sealed, since addresses end up in histories and logs.
/// </summary>
public sealed class SearchWords(IDataProtectionProvider protection)
{
    /// <summary>The part of the address.</summary>
    public const string Key = "find";

    private readonly IDataProtector protector = protection.CreateProtector("search words");

    public string? Seal(string? words) => string.IsNullOrWhiteSpace(words) ? null : protector.Protect(words.Trim());

    /// <summary>Null where there is none, or where it was sealed by another hub or too long ago.</summary>
    public string? Open(string? words)
    {
        if (string.IsNullOrEmpty(words)) return null;
        try
        {
            return protector.Unprotect(words);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>A list that is searched by name. Its form posts; the answer is the list's own address, with every filter as it is but the words sealed.</summary>
public abstract class SearchPage : HubPage
{
    /// <summary>The form's field for the words.</summary>
    public const string Field = "q";

    private string? opened;

    /// <summary>What was typed.</summary>
    public string? Q => opened ??= Words.Open(Find);

    /// <summary>The same, sealed, for links to other pages of the list.</summary>
    protected string? Find => Request.Query[SearchWords.Key];

    private SearchWords Words => HttpContext.RequestServices.GetRequiredService<SearchWords>();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var form = await Request.ReadFormAsync(ct);
        var filters = form.Where(f => f.Key != Field && !f.Key.StartsWith("__", StringComparison.Ordinal) && !string.IsNullOrEmpty(f.Value)).Select(f => KeyValuePair.Create(f.Key, (string?)f.Value.ToString()));
        if (Words.Seal(form[Field]) is { } words) filters = filters.Prepend(KeyValuePair.Create(SearchWords.Key, (string?)words));
        return LocalRedirect(QueryHelpers.AddQueryString(Request.Path.Value!, filters));
    }
}
