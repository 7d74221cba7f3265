using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People;
using TrainingHub.Modules.People.Staff;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

public sealed class StaffTests
{
    private sealed record Step(string Code, DateOnly FromOn, DateOnly? ToOn);

    private static Task<List<Step>> History(TestHub hub, long person) => hub.Rows<Step>(
        "select s.code, l.from_on, l.to_on from people_placement l join people_site s on s.id = l.site_id where l.person_id = @person order by l.from_on, l.id", new { person });

    private static DateOnly Today(TestHub hub) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(hub.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).DateTime);

    [Theory, BothDatabases]
    public async Task Moving_leaving_and_coming_back_are_a_history(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (a, b) = (await hub.Site("A"), await hub.Site("B"));
        var start = Today(hub);
        var person = await hub.In(async s => (await s.GetRequiredService<HirePerson>().Handle(new NewPerson("王芳", null, null, "E1", "zh-CN", start, a, null, null), default)).Value);
        await hub.Grant(person, Roles.Trainer, null, null);
        await hub.SetPassword(person);

        hub.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Null(await hub.In(s => s.GetRequiredService<MovePerson>().Handle(person, new Placement(b, null, null), start.AddDays(20), default)));
        Assert.Null(await hub.In(s => s.GetRequiredService<LeavePerson>().Handle(person, start.AddDays(25), default)));
        Assert.Null(await hub.In(s => s.GetRequiredService<RehirePerson>().Handle(person, new Placement(a, null, null), start.AddDays(29), default)));

        Assert.Equal([new Step("A", start, start.AddDays(19)), new Step("B", start.AddDays(20), start.AddDays(25)), new Step("A", start.AddDays(29), null)], await History(hub, person));
        Assert.Equal(["PersonJoined", "PersonMoved", "PersonLeft", "PersonJoined"], await hub.Rows<string>("select kind from platform_event where kind like 'Person%' order by id"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from people_grant where person_id = @person", new { person }));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from people_person where id = @person and password_hash is null and left_on is null", new { person }));
    }

    [Fact]
    public async Task A_move_on_the_first_day_corrects_the_placement_and_one_in_the_future_is_refused()
    {
        await using var hub = await TestHub.Start();
        var (a, b) = (await hub.Site("A"), await hub.Site("B"));
        var today = Today(hub);
        var person = await hub.In(async s => (await s.GetRequiredService<HirePerson>().Handle(new NewPerson("王芳", null, null, "E1", "zh-CN", today, a, null, null), default)).Value);
        Assert.Null(await hub.In(s => s.GetRequiredService<MovePerson>().Handle(person, new Placement(b, null, null), today, default)));
        Assert.Equal([new Step("B", today, null)], await History(hub, person));
        Assert.NotNull(await hub.In(s => s.GetRequiredService<MovePerson>().Handle(person, new Placement(a, null, null), today.AddDays(1), default)));
        Assert.NotNull(await hub.In(s => s.GetRequiredService<MovePerson>().Handle(person, new Placement(a, null, null), today.AddDays(-1), default)));
    }

    [Fact]
    public async Task Hr_takes_somebody_on_through_the_form_and_what_was_typed_survives_a_refusal()
    {
        await using var hub = await TestHub.Start();
        using var browser = await hub.SignedIn(await hub.Person("HR1", Roles.Hr));
        var site = await hub.Scalar<string>("select cast(id as text) from people_site limit 1");
        (string, string)[] Form(string number) => [("Name", "孙浩"), ("LatinName", "Sun Hao"), ("EmployeeNumber", number), ("Language", "zh-CN"), ("HiredOn", "2026-03-01"), ("SiteId", site!), ("Invite", "true")];
        var refused = await browser.Submit("/hr/people/new", Form("hr1"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("value=\"Sun Hao\"", await refused.Text());
        var done = await browser.Submit("/hr/people/new", Form("Z2004"));
        Assert.StartsWith("/hr/people/", done.Headers.Location?.OriginalString);
        Assert.Contains("Sun Hao", await (await browser.GetAsync(done.Headers.Location)).Text());
    }

    [Fact]
    public async Task A_printed_slip_holds_a_code_that_works()
    {
        await using var hub = await TestHub.Start();
        using var hr = await hub.SignedIn(await hub.Person("HR1", Roles.Hr));
        var person = await hub.Person("E1");
        var page = await (await hr.Submit($"/hr/people/{person}/slip")).Text();
        var code = System.Text.RegularExpressions.Regex.Match(page, "slip-code\">([^<]+)<").Groups[1].Value;
        Assert.Contains("<svg viewBox", page);
        using var browser = hub.Visitor();
        Assert.Contains("Save and sign in", await (await browser.Submit("/activate?lang=en", "/activate", ("Name", "E1"), ("Code", code))).Text());
    }

    [Theory, BothDatabases]
    public async Task The_list_goes_on_where_a_page_ends_and_misses_nobody(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var site = await hub.Site("A");
        for (var i = 0; i < PeopleListModel.PageSize + 7; i++) await hub.PersonAt(site, $"P{i:D3}");
        using var browser = await hub.SignedIn(await hub.Person("HR1", Roles.Hr));
        var seen = new List<string>();
        for (var url = $"/hr/people?site={site}"; url is not null;)
        {
            var page = await (await browser.GetAsync(url)).Text();
            seen.AddRange(System.Text.RegularExpressions.Regex.Matches(page, "人员 (P\\d+)").Select(m => m.Groups[1].Value));
            url = System.Text.RegularExpressions.Regex.Match(page, "href=\"([^\"]+)\" rel=\"next\"") is { Success: true } next ? next.Groups[1].Value : null;
        }
        Assert.Equal(Enumerable.Range(0, PeopleListModel.PageSize + 7).Select(i => $"P{i:D3}"), seen);
    }

    [Theory, BothDatabases]
    public async Task A_search_takes_percent_signs_and_underscores_for_what_they_are(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var site = await hub.Site("A");
        await hub.PersonAt(site, "A_1");
        await hub.PersonAt(site, "AX1");
        using var browser = await hub.SignedIn(await hub.Person("HR1", Roles.Hr));
        var search = await Forms.Post(browser, "/hr/people", "/hr/people", new() { ["q"] = "a_1" });
        var page = await (await browser.GetAsync(search.Headers.Location)).Text();
        Assert.Contains("人员 A_1", page);
        Assert.DoesNotContain("人员 AX1", page);
    }
}
