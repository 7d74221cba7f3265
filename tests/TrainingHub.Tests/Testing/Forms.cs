using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace TrainingHub.Tests.Testing;

/// <summary>Pages and their forms, as a browser without scripts reads and posts them.</summary>
internal static partial class Forms
{
    /// <summary>With the token of the page the form stands on.</summary>
    public static async Task<HttpResponseMessage> Post(HttpClient browser, string page, string url, Dictionary<string, string> fields)
    {
        var token = Token().Match(await browser.GetStringAsync(page)).Groups[1].Value;
        return await browser.PostAsync(url, new FormUrlEncodedContent(new Dictionary<string, string>(fields) { ["__RequestVerificationToken"] = token }));
    }

    public static async Task<IHtmlDocument> Page(this HttpClient browser, string url)
    {
        var answer = await browser.GetAsync(url);
        Assert.Equal((url, HttpStatusCode.OK), (url, answer.StatusCode));
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the form would send as it stands, with these fields instead of their former values.</summary>
    public static MultipartFormDataContent Form(this IHtmlDocument page, string selector, IReadOnlyCollection<(string Name, string Value)> given, byte[]? photo = null, string photoField = "f-10")
    {
        var form = new MultipartFormDataContent();
        foreach (var field in page.QuerySelectorAll($"{selector} [name]"))
        {
            var name = field.GetAttribute("name")!;
            if (given.Any(g => g.Name == name) || field is IHtmlButtonElement || field is IHtmlInputElement { Type: "file" } || field is IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false }) continue;
            form.Add(new StringContent(field switch { IHtmlTextAreaElement area => area.Value, IHtmlSelectElement select => select.Value ?? "", IHtmlInputElement input => input.Value, _ => "" }), name);
        }
        foreach (var (name, value) in given) form.Add(new StringContent(value), name);
        if (photo is not null) form.Add(new ByteArrayContent(photo), photoField, "bed.exe");
        return form;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
