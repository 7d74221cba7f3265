using System.Security.Cryptography;
using System.Text;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>
/// Under which id a question of a file is kept, the same at every import: from the identity the file gives it, else from its title, else from its text.
/// Two of a file that would get the same one are numbered in their order.
/// </summary>
internal static class ItemSlug
{
    private const int Most = 60;

    public static IReadOnlyList<string> Of(IEnumerable<ExchangeItem> items)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. items.Select(item => Free(Wanted(item), taken))];
    }

    private static string Wanted(ExchangeItem item) =>
        item.Id is { Length: > 0 } id ? Readable(id) : item.Name is { Length: > 0 } name ? Readable(name) : $"q-{Hash($"{item.Kind}\n{item.Text.Text}\n{item.Text.Both}")}";

    /// <summary>Lower-case letters, digits and hyphens; where that loses anything but spaces, the end tells two such names apart.</summary>
    private static string Readable(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        var plain = slug.ToString().Trim('-');
        if (plain.Length is > 0 and <= Most && name.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or ',' or '\'' or '?' or '!')) return plain;
        return plain.Length == 0 ? $"q-{Hash(name)}" : $"{plain[..Math.Min(plain.Length, Most - 13)].Trim('-')}-{Hash(name)}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string Free(string wanted, HashSet<string> taken)
    {
        var slug = wanted;
        for (var i = 2; !taken.Add(slug); i++) slug = $"{wanted[..Math.Min(wanted.Length, Most - 6)].TrimEnd('-')}-{i}";
        return slug;
    }
}
