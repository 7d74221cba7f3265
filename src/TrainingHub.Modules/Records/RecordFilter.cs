using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Records;

/// <summary>Which records somebody asks for; what is null does not restrict.</summary>
/// <param name="Q">Part of a name, or of an employee number.</param>
/// <param name="Find">The same as an address holds it.</param>
/// <param name="Site">A site's code, with all sites below it.</param>
/// <param name="Program">A programme's slug.</param>
/// <param name="Status">One status; "history" for all of them; null for those that are current.</param>
/// <param name="AsOf">The day whose status is asked; null is today.</param>
/// <param name="Corrected">What is now known of that day, instead of what was recorded by its end.</param>
internal sealed record RecordFilter(
    string? Q = null, string? Site = null, string? Program = null, string? Status = null, DateOnly? CertifiedFrom = null, DateOnly? CertifiedTo = null,
    DateOnly? ExpiresFrom = null, DateOnly? ExpiresTo = null, DateOnly? AsOf = null, bool Corrected = false, string? Find = null)
{
    public const string History = "history";

    public static RecordFilter From(IQueryCollection query, SearchWords words) => new(
        words.Open(query[SearchWords.Key]), Text(query, "site"), Text(query, "program"), Text(query, "status") is { } status && (status == History || RecordStatus.All.Contains(status)) ? status : null,
        Date(query, "certifiedFrom"), Date(query, "certifiedTo"), Date(query, "expiresFrom"), Date(query, "expiresTo"), Date(query, "asOf"), query["view"] == "corrected", Text(query, SearchWords.Key));

    /// <summary>The same filter as an address, with more keys where given.</summary>
    public string Url(string path, params (string Key, string? Value)[] more)
    {
        var keys = new Dictionary<string, string?>
        {
            [SearchWords.Key] = Find, ["site"] = Site, ["program"] = Program, ["status"] = Status, ["certifiedFrom"] = Iso(CertifiedFrom), ["certifiedTo"] = Iso(CertifiedTo),
            ["expiresFrom"] = Iso(ExpiresFrom), ["expiresTo"] = Iso(ExpiresTo), ["asOf"] = Iso(AsOf), ["view"] = Corrected ? "corrected" : null,
        };
        foreach (var (key, value) in more) keys[key] = value;
        return QueryHelpers.AddQueryString(path, keys.Where(k => !string.IsNullOrEmpty(k.Value)));
    }

    public static string? Iso(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(IQueryCollection query, string key) => string.IsNullOrWhiteSpace(query[key]) ? null : query[key].ToString().Trim();

    private static DateOnly? Date(IQueryCollection query, string key) =>
        DateOnly.TryParseExact(query[key], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
