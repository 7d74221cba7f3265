using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People;
using TrainingHub.Modules.People.Access;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.People.Places;
using TrainingHub.Modules.People.Staff;
using TrainingHub.Modules.People.Tags;
using TrainingHub.Modules.Platform;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

/// <summary>How the tests of this module say things.</summary>
internal static partial class PeopleWords
{
    public const string Password = "correct horse battery";

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();

    /// <summary>Fills in the form of a page as a browser would: opens it, takes its antiforgery token, posts.</summary>
    public static Task<HttpResponseMessage> Submit(this HttpClient browser, string page, params (string Name, string Value)[] fields) => browser.Submit(page, page, fields);

    public static async Task<HttpResponseMessage> Submit(this HttpClient browser, string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(page);
        var token = Antiforgery().Match(html).Groups[1].Value;
        return await browser.PostAsync(action, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).Append(new("__RequestVerificationToken", token))));
    }

    public static async Task<string> Text(this HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

    public static Task<HttpResponseMessage> TrySignIn(this HttpClient browser, string name, string password) =>
        browser.Submit("/login?lang=en", "/login", ("Name", name), ("Password", password));

    public static async Task SetPassword(this TestHub hub, long personId, string password = Password) => await hub.In(async s =>
    {
        var set = s.GetRequiredService<SetPassword>();
        await set.Handle(personId, set.Hash(password), default);
        return 0;
    });

    public static Task<long> Department(this TestHub hub, long site, string code) => hub.In(async s =>
        (await s.GetRequiredService<AddDepartment>().Handle(new NewDepartment(code, "Department " + code, site, null), default)).Value);

    /// <summary>Somebody placed at a site, without roles.</summary>
    public static Task<long> PersonAt(this TestHub hub, long site, string number, long? department = null) => hub.In(async s =>
    {
        var today = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime);
        var hired = await s.GetRequiredService<HirePerson>().Handle(new NewPerson("人员 " + number, "Person " + number, null, number, "en", today, site, department, null), default);
        return hired.Problem is null ? hired.Value : throw new InvalidOperationException(hired.Problem.ToString());
    });

    /// <summary>Somebody at a site that is in these trades; none: those of the top of the hub.</summary>
    public static async Task<long> PersonIn(this TestHub hub, string number, params string[] trades)
    {
        var site = await hub.Site("S-" + number);
        Assert.Null(await hub.Trades(site, trades));
        return await hub.PersonAt(site, number);
    }

    public static Task<Problem?> Trades(this TestHub hub, long site, params string[] trades) => hub.In(s => s.GetRequiredService<SetTrades>().Handle(site, trades, default));

    public static Task<Problem?> Tags(this TestHub hub, long person, params string[] tags) => hub.Tags(person, null, tags);

    public static Task<Problem?> Tags(this TestHub hub, long person, DateOnly? until, params string[] tags) =>
        hub.In(s => s.GetRequiredService<TagPerson>().Handle(person, new TagChange(tags, until, []), default));

    public static Task<Problem?> Untags(this TestHub hub, long person, params string[] tags) =>
        hub.In(s => s.GetRequiredService<TagPerson>().Handle(person, new TagChange([], null, tags), default));

    public static Task<Problem?> Moves(this TestHub hub, long person, long site) => hub.In(async s =>
        await s.GetRequiredService<MovePerson>().Handle(person, new Placement(site, null, null), await s.GetRequiredService<IPersonDirectory>().Today(person, default), default));
}
