using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.People.Staff;
using TrainingHub.Modules.People.Tags;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

public sealed class TagTests
{
    private sealed record Held(string Tag, DateOnly FromOn, DateOnly? ToOn);

    private static Task<List<Held>> History(TestHub hub, long person) => hub.Rows<Held>("select tag, from_on, to_on from v_people_tag where person_id = @person order by from_on, tag", new { person });

    private static Task<DateOnly> Today(TestHub hub, long person) => hub.In(s => s.GetRequiredService<IPersonDirectory>().Today(person, default));

    private static Task<long> Events(TestHub hub) => hub.Scalar<long>("select count(*) from platform_event where kind = 'PersonMoved'");

    [Theory, BothDatabases]
    public async Task Tags_are_a_history_and_a_slip_of_the_day_leaves_none(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.PersonAt(await hub.Site("A"), "E1");
        var start = await Today(hub, person);
        Assert.Null(await hub.Tags(person, "night shift", "first aider", "slip"));
        Assert.Null(await hub.Untags(person, "slip", "never held"));
        Assert.Equal([new Held("first aider", start, null), new Held("night shift", start, null)], await History(hub, person));

        hub.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Null(await hub.Untags(person, "night shift"));
        Assert.Equal(new Held("night shift", start, start.AddDays(9)), (await History(hub, person))[1]);
        Assert.Null(await hub.Tags(person, "night shift")); // given back on the day: it never ended
        Assert.Equal(new Held("night shift", start, null), (await History(hub, person))[1]);
        var told = await Events(hub);
        Assert.Null(await hub.Tags(person, "night shift")); // nothing new
        Assert.Equal(told, await Events(hub));

        Assert.Null(await hub.Untags(person, "night shift"));
        hub.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Null(await hub.Tags(person, start.AddDays(20), "night shift"));
        Assert.Equal([new Held("first aider", start, null), new Held("night shift", start, start.AddDays(9)), new Held("night shift", start.AddDays(15), start.AddDays(20))], await History(hub, person));
        Assert.Equal(told + 2, await Events(hub));
    }

    [Theory]
    [InlineData("", "from 1 to 40 characters")]
    [InlineData("one, two", "no commas")]
    [InlineData("12345678901234567890123456789012345678901", "from 1 to 40 characters")]
    public async Task What_is_no_tag_is_refused_and_nothing_is_kept(string tag, string message)
    {
        await using var hub = await TestHub.Start();
        var person = await hub.PersonAt(await hub.Site("A"), "E1");
        Assert.Contains(message, (await hub.Tags(person, "sound", tag))?.ToString(), StringComparison.Ordinal);
        Assert.Contains("between today and ten years", (await hub.Tags(person, (await Today(hub, person)).AddDays(-1), "sound"))?.ToString(), StringComparison.Ordinal);
        Assert.Contains("at most 50 tags", (await hub.Tags(person, [.. Enumerable.Range(1, 51).Select(n => $"t{n}")]))?.ToString(), StringComparison.Ordinal);
        Assert.Empty(await History(hub, person));
    }

    [Fact]
    public void A_list_of_tags_is_split_and_tidied_in_either_language() =>
        Assert.Equal(["first aider", "夜班", "急救员"], TagNames.Split(" First  Aider ,夜班、急救员；first aider, "));

    [Theory, BothDatabases]
    public async Task Tags_end_with_the_employment(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var site = await hub.Site("A");
        var person = await hub.PersonAt(site, "E1");
        var start = await Today(hub, person);
        Assert.Null(await hub.Tags(person, "night shift"));
        Assert.Null(await hub.In(s => s.GetRequiredService<LeavePerson>().Handle(person, start.AddDays(3), default)));
        hub.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Contains("has left", (await hub.Tags(person, "late"))?.ToString(), StringComparison.Ordinal);
        Assert.Null(await hub.In(s => s.GetRequiredService<RehirePerson>().Handle(person, new Placement(site, null, null), start.AddDays(8), default)));
        Assert.Equal([new Held("night shift", start, start.AddDays(3))], await History(hub, person));
    }

    [Theory, BothDatabases]
    public async Task Hr_tags_people_of_the_own_site_only_and_a_manager_only_looks(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (a, b) = (await hub.Site("A"), await hub.Site("B"));
        var (hr, manager) = (await hub.PersonAt(a, "HR1"), await hub.PersonAt(a, "M1"));
        await hub.Grant(hr, Roles.Hr, a, null);
        await hub.Grant(manager, Roles.Manager, a, null);
        var (here, there) = (await hub.PersonAt(a, "E1"), await hub.PersonAt(b, "E2"));
        Assert.Null(await hub.Tags(there, "elsewhere"));
        using var browser = await hub.SignedIn(hr);
        var done = await browser.Submit($"/hr/people/{here}", $"/hr/people/{here}?handler=Tag", ("tags", "Night shift, 急救员"), ("until", ""));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(["night shift", "急救员"], (await History(hub, here)).Select(h => h.Tag).Order(StringComparer.Ordinal));
        var page = await (await browser.GetAsync($"/hr/people/{here}")).Text();
        Assert.Contains("<option value=\"night shift\">", page);
        Assert.DoesNotContain("elsewhere", page);
        var refused = await browser.Submit($"/hr/people/{here}", $"/hr/people/{here}?handler=Tag", ("tags", "typed, 12345678901234567890123456789012345678901"), ("until", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("value=\"typed, 1234", await refused.Text());
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Submit($"/hr/people/{here}", $"/hr/people/{here}?handler=Untag", ("tag", "night shift"))).StatusCode);
        Assert.Equal("急救员", Assert.Single(await History(hub, here)).Tag);

        foreach (var (viewer, person) in new[] { (hr, there), (manager, here) })
        {
            Assert.Equal("not-found", (await hub.As(viewer, s => s.GetRequiredService<TagPerson>().Handle(person, new TagChange(["mine"], null, []), default)))?.Code);
            Assert.Equal("not-found", (await hub.As(viewer, s => s.GetRequiredService<TagPerson>().Handle(person, new TagChange([], null, ["elsewhere", "急救员"]), default)))?.Code);
        }
        using var looking = await hub.SignedIn(manager);
        var shown = await (await looking.GetAsync($"/hr/people/{here}")).Text();
        Assert.Contains("急救员", shown);
        Assert.DoesNotContain("handler=Tag", shown);
    }
}
