using System.Text.RegularExpressions;

namespace TrainingHub.Tests.Testing;

/// <summary>Posts a form as a browser would: with the token of the page it stands on.</summary>
internal static partial class Forms
{
    public static async Task<HttpResponseMessage> Post(HttpClient browser, string page, string url, Dictionary<string, string> fields)
    {
        var token = Token().Match(await browser.GetStringAsync(page)).Groups[1].Value;
        return await browser.PostAsync(url, new FormUrlEncodedContent(new Dictionary<string, string>(fields) { ["__RequestVerificationToken"] = token }));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
