using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

public sealed class CertificationPagesTests
{
    private static async Task<IDocument> Page(HttpClient client, string url)
    {
        var response = await client.GetAsync(url);
        var html = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{url}: {response.StatusCode}\n{html[..Math.Min(html.Length, 3000)]}");
        return await BrowsingContext.New().OpenAsync(r => r.Content(html));
    }

    private static async Task<HttpResponseMessage> Post(HttpClient client, string page, string action, params (string Key, string Value)[] fields)
    {
        var token = (await Page(client, page)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await client.PostAsync(action, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
    }

    private static string Text(IDocument page) => System.Text.RegularExpressions.Regex.Replace(page.Body!.TextContent, @"\s+", " ");

    [Theory, BothDatabases]
    public async Task Hr_sees_how_people_stand_and_opens_every_period(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var hr = await hub.Person("H1", Roles.Hr);
        var done = await hub.Person("E1");
        var late = await hub.Person("E2");
        await hub.RunsJobs();
        await hub.Reads(done, "grooming");
        await hub.Passes(done, "grooming");
        hub.Now("2026-01-20");
        using var client = await hub.SignedIn(hr);

        Assert.Equal(["3", "1", "2"], (await Page(client, "/hr/programs")).QuerySelectorAll(".stat").Select(e => e.TextContent)); // assigned, certified, late
        var program = await Page(client, "/hr/programs/grooming?status=overdue");
        Assert.Contains("Valid for 12 months. Renewal opens 2 months before expiry.", Text(program), StringComparison.Ordinal);
        Assert.Equal(2, program.QuerySelectorAll("tbody tr").Length);
        var found = await Post(client, "/hr/programs/grooming", "/hr/programs/grooming", ("q", "e1"));
        Assert.Single((await Page(client, found.Headers.Location!.ToString())).QuerySelectorAll("tbody tr"));
        var life = Text(await Page(client, $"/hr/people/{done}/certifications"));
        Assert.Contains("5 January 2026 to 12 January 2027", life, StringComparison.Ordinal); // due on the 12th and done before: D + A
        Assert.Contains("Quiz “grooming” passed", life, StringComparison.Ordinal);

        var period = (await hub.Periods(done))[0].Id;
        var revoked = await Post(client, $"/hr/people/{done}/certifications", $"/hr/people/{done}/certifications?handler=Revoke", ("period", $"{period}"), ("Why", "Found cheating"));
        Assert.Equal(HttpStatusCode.Redirect, revoked.StatusCode);
        Assert.Contains("Found cheating", Text(await Page(client, $"/hr/people/{done}/certifications")), StringComparison.Ordinal);
        Assert.Equal("revoked", (await hub.Periods(done))[0].EndReason);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'certification.revoked' and actor_id = @hr", new { hr }));

        var endless = await Post(client, $"/hr/people/{done}/certifications", $"/hr/people/{done}/certifications?handler=Revoke", ("period", $"{period}"), ("Why", new string('x', 501)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, endless.StatusCode);
        Assert.Contains("at most 500 characters", await endless.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("overdue", await hub.Status(late));
    }

    [Fact]
    public async Task A_manager_sees_the_own_site_only()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-01-05");
        await hub.Programme("grooming");
        var manager = await hub.Person("M1");
        var here = await hub.Person("E1");
        var there = await hub.Person("E2");
        await hub.RunsJobs();
        var site = await hub.Site("SH1", "Shanghai");
        await hub.Moves(here, site);
        await hub.Grant(manager, Roles.Manager, site, null);
        using var client = await hub.SignedIn(manager);
        var team = await Page(client, "/team/certifications");
        Assert.Single(team.QuerySelectorAll("tbody tr"));
        Assert.Contains("To do", Text(team), StringComparison.Ordinal);
        await Page(client, $"/hr/people/{here}/certifications");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/hr/people/{there}/certifications")).StatusCode);
        Assert.Single((await Page(client, "/hr/programs/grooming")).QuerySelectorAll("tbody tr"));
        Assert.Empty((await Page(client, $"/hr/people/{here}/certifications")).QuerySelectorAll("textarea"));
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/hr/programs/grooming/policy")).StatusCode); // to "not allowed"
    }

    [Fact]
    public async Task A_rule_shows_whom_it_catches_is_saved_applied_and_ended()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var hr = await hub.Person("H1", Roles.Hr);
        await hub.Person("E1");
        using var client = await hub.SignedIn(hr);
        const string page = "/hr/programs/grooming/rules/new";
        var preview = await Post(client, page, page + "?handler=Preview", ("DueIn", "10"), ("HiredWithin", "30"));
        Assert.Contains("catches 2 people; 2 of them", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(client, page, page + "?handler=Preview", ("DueIn", "soon"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(client, page, page + "?handler=Save", ("DueIn", "10"), ("Sites", "NOWHERE"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(client, page, page + "?handler=Save", ("DueIn", "10"), ("HiredWithin", "30"))).StatusCode);
        await hub.RunsJobs();
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_period where due_on = @due", new { due = Day("2026-01-15") }));
        Assert.Contains("Hired within the last 30 days", Text(await Page(client, "/hr/programs/grooming")), StringComparison.Ordinal);

        var rule = await hub.Scalar<long>("select id from certification_rule");
        Assert.Equal(HttpStatusCode.Redirect, (await Post(client, "/hr/programs/grooming", "/hr/programs/grooming?handler=EndRule", ("rule", $"{rule}"))).StatusCode);
        await hub.RunsJobs();
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_period where end_reason = 'unassigned'"));
    }

    [Fact]
    public async Task Hr_of_one_site_can_not_make_rules_or_policies_for_all()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var hr = await hub.Person("H1");
        var site = await hub.Site("SH1", "Shanghai");
        await hub.Grant(hr, Roles.Hr, site, null);
        using var client = await hub.SignedIn(hr);
        const string page = "/hr/programs/grooming/rules/new";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(client, page, page + "?handler=Save", ("DueIn", "10"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(client, page, page + "?handler=Save", ("DueIn", "10"), ("Sites", "HUB"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(client, page, page + "?handler=Save", ("DueIn", "10"), ("Sites", "SH1"))).StatusCode);
        const string policy = "/hr/programs/grooming/policy";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(client, policy, policy + "?handler=Save", ("Active", "6m"), ("Window", "1m"), ("Basis", "completion"))).StatusCode);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_policy"));
    }

    [Fact]
    public async Task A_changed_policy_is_shown_in_words_and_holds_for_future_periods()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-01-05");
        await hub.Programme("grooming");
        var hr = await hub.Person("H1", Roles.Hr);
        await hub.RunsJobs();
        using var client = await hub.SignedIn(hr);
        const string page = "/hr/programs/grooming/policy";
        (string, string)[] typed = [("Active", "6 M"), ("Window", "1m"), ("Basis", "completion"), ("Grace", "")];
        Assert.Contains("Valid for 6 months.", await (await Post(client, page, page + "?handler=Preview", typed)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(client, page, page + "?handler=Save", ("Active", "1m"), ("Window", "2m"), ("Basis", "completion"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(client, page, page + "?handler=Save", typed)).StatusCode);
        var next = await hub.Person("E2");
        await hub.RunsJobs();
        foreach (var person in (long[])[hr, next])
        {
            await hub.Reads(person, "grooming");
            await hub.Passes(person, "grooming");
        }
        Assert.Equal(Day("2027-01-12"), Assert.Single(await hub.Periods(hr)).ExpiresOn);
        Assert.Equal(Day("2026-07-05"), Assert.Single(await hub.Periods(next)).ExpiresOn);
        await hub.Programme("grooming"); // the file says nothing new: what HR decided stays
        Assert.Equal("6m", await hub.Scalar<string>("select y.active from certification_policy y join certification_program p on p.current_policy_id = y.id"));
    }

    [Fact]
    public async Task A_fixed_date_and_a_short_first_period_are_set_in_the_form_and_shown_in_words()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-01-20");
        await hub.Programme("grooming");
        using var client = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        const string page = "/hr/programs/grooming/policy";
        (string, string)[] typed = [("Active", "1y"), ("Window", "2m"), ("Basis", "fixed"), ("Minimum", "6m"), ("FirstMinimum", "1 D"), ("Anchor", "2026-03-01"), ("LapsedAsksAll", "true"), ("Zone", "Pacific/Auckland")];
        var preview = await (await Post(client, page, page + "?handler=Preview", typed)).Content.ReadAsStringAsync();
        foreach (var sentence in (string[])["One of the fixed dates is 1 March 2026", "The first period lasts at least 1 day,", "it would be valid until 1 March 2026", "is asked to renew at once", "Days are counted in the time zone Pacific/Auckland, wherever people work.", "does everything again, not only the renewal."])
            Assert.Contains(sentence, preview, StringComparison.Ordinal);
        foreach (var (field, wrong, why) in ((string, string, string)[])[("FirstMinimum", "0d", "The shortest first period must be at least one day"), ("Anchor", "2026-02-30", "Write the fixed date as 2026-03-01."), ("Zone", "Mars/Olympus", "Mars/Olympus is no time zone.")])
        {
            var refused = await Post(client, page, page + "?handler=Save", [.. typed.Where(t => t.Item1 != field), (field, wrong)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var html = await refused.Content.ReadAsStringAsync();
            var again = await BrowsingContext.New().OpenAsync(r => r.Content(html));
            Assert.Contains(why, Text(again), StringComparison.Ordinal);
            Assert.Equal(wrong, again.QuerySelector($"input[name={field}]")!.GetAttribute("value")); // what was typed is kept
        }
        Assert.Equal(HttpStatusCode.Redirect, (await Post(client, page, page + "?handler=Save", typed)).StatusCode);
        var form = await Page(client, page);
        Assert.True(form.QuerySelector("#lapsed")!.HasAttribute("checked"));
        Assert.Equal("Pacific/Auckland", form.QuerySelector("#zone")!.GetAttribute("value"));
        Assert.Equal(("1d", "2026-03-01"), (form.QuerySelector("#firstMinimum")!.GetAttribute("value"), form.QuerySelector("#anchor")!.GetAttribute("value")));
        Assert.Contains("One of the fixed dates is 1 March 2026", Text(await Page(client, "/hr/programs/grooming")), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task People_are_assigned_by_hand_and_take_programmes_on_themselves(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        await hub.Programme("greetings", CertificationSteps.Yaml("greetings", assign: null));
        var hr = await hub.Person("H1", Roles.Hr);
        var person = await hub.Person("E1");
        using var client = await hub.SignedIn(hr);
        const string page = "/hr/programs/grooming/assign";
        const string act = page + "?handler=Assign";
        Assert.Equal(2, (await Page(client, page)).QuerySelectorAll("input[name=Chosen]").Length);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(client, page, act, ("DueOn", "2026-02-01"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(client, page, act, ("Chosen", $"{person}"), ("DueOn", "2026-01-04"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(client, page, act, ("Chosen", $"{person}"), ("DueOn", "2026-02-01"))).StatusCode);
        Assert.Single((await Page(client, page)).QuerySelectorAll("input[name=Chosen]"));

        using var learner = await hub.SignedIn(person);
        var mine = await Page(learner, "/learn/programs");
        Assert.Contains("To be done by 1 February 2026", Text(mine), StringComparison.Ordinal);
        Assert.Contains("Read every lesson of “grooming”", Text(mine), StringComparison.Ordinal);
        Assert.Null(mine.QuerySelector("a[href='/learn/courses/grooming']")); // this hub has no such course, and a link would lead nowhere
        Assert.Equal(HttpStatusCode.Redirect, (await Post(learner, "/learn/programs", "/learn/programs?handler=TakeOn", ("program", "greetings"))).StatusCode);
        Assert.Equal(2, (await hub.Holds(person)).Count);
    }
}
