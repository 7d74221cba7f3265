using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Calendar;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

public sealed class SiteCalendarTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    private static Task<string> Week(TestHub hub, long person) => hub.In(async s =>
    {
        var days = await s.GetRequiredService<ISiteCalendar>().Of(person, default);
        return string.Concat(Enumerable.Range(0, 7).Select(d => days.Works(Monday.AddDays(d)) ? 'x' : '-'));
    });

    private static Task<Problem?> Rests(TestHub hub, long site, params int[]? days) => hub.In(s => s.GetRequiredService<SetRestDays>().Handle(site, days, default));

    private static Task<Problem?> Marks(TestHub hub, long site, int from, int to, bool works, string reason = "Holiday") =>
        hub.In(s => s.GetRequiredService<MarkDays>().Handle(new SpecialDays(site, Monday.AddDays(from), Monday.AddDays(to), works, reason), default));

    [Theory, BothDatabases]
    public async Task A_site_rests_as_the_nearest_site_above_that_says_so(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (town, mall, shop) = (await hub.Site("TOWN"), await hub.Site("MALL", parent: "TOWN"), await hub.Site("SHOP", parent: "MALL"));
        var person = await hub.PersonAt(shop, "E1");
        Assert.Equal("xxxxx--", await Week(hub, person));
        Assert.Null(await Rests(hub, town, 1));
        Assert.Equal("-xxxxxx", await Week(hub, person));
        Assert.Null(await Rests(hub, mall));
        Assert.Equal("xxxxxxx", await Week(hub, person));
        Assert.Null(await Rests(hub, mall, null));
        Assert.Equal("-xxxxxx", await Week(hub, person));
        Assert.Equal("xxxxx--", await Week(hub, await hub.Person("E2")));
        Assert.Equal("A site works on at least one day of the week.", (await Rests(hub, mall, 1, 2, 3, 4, 5, 6, 7))?.ToString());
    }

    [Theory, BothDatabases]
    public async Task Of_a_marked_day_the_nearest_word_counts(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (mall, shop) = (await hub.Site("MALL"), await hub.Site("SHOP", parent: "MALL"));
        var (inMall, inShop) = (await hub.PersonAt(mall, "E1"), await hub.PersonAt(shop, "E2"));
        Assert.Null(await Marks(hub, mall, 1, 3, works: false));
        Assert.Null(await Marks(hub, mall, 5, 5, works: true));
        Assert.Null(await Marks(hub, shop, 2, 2, works: true));
        Assert.Equal(("x---xx-", "x-x-xx-"), (await Week(hub, inMall), await Week(hub, inShop)));
        Assert.Null(await hub.In(s => s.GetRequiredService<MarkDays>().Unmark(mall, Monday.AddDays(1), default)));
        Assert.Equal(("xx--xx-", "xxx-xx-"), (await Week(hub, inMall), await Week(hub, inShop)));
        Assert.NotNull(await Marks(hub, mall, 3, 2, works: false));
        Assert.NotNull(await Marks(hub, mall, 0, 62, works: false));
        Assert.NotNull(await Marks(hub, mall, 0, 1, works: false, reason: " "));
    }

    [Theory, BothDatabases]
    public async Task An_administrator_sets_the_calendar_on_the_page_of_the_sites_and_auditors_read_it(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        hub.Clock.MoveTo(new DateTimeOffset(2026, 3, 2, 4, 0, 0, TimeSpan.Zero));
        var hotel = await hub.Site("HOTEL");
        var person = await hub.PersonAt(hotel, "E1");
        using var browser = await hub.SignedIn(await hub.Person("ADM", Roles.Admin));
        async Task<string> Post(string handler, params (string, string)[] fields)
        {
            Assert.Equal(HttpStatusCode.Redirect, (await browser.Submit("/admin/sites", $"/admin/sites?handler={handler}", [("id", $"{hotel}"), .. fields])).StatusCode);
            return WebUtility.HtmlDecode(await browser.GetStringAsync("/admin/sites"));
        }
        Assert.Contains("Rests on Tuesday, Wednesday", await Post("SetRestDays", ("own", "true"), ("days", "3"), ("days", "2")), StringComparison.Ordinal);
        Assert.Equal("x--xxxx", await Week(hub, person));
        Assert.Contains("Spring fair", await Post("MarkDays", ("from", "2026-03-03"), ("to", ""), ("works", "true"), ("reason", "Spring fair")), StringComparison.Ordinal);
        Assert.Equal("xx-xxxx", await Week(hub, person));
        Assert.DoesNotContain("Spring fair", await Post("UnmarkDay", ("day", "2026-03-03")), StringComparison.Ordinal);
        Assert.DoesNotContain("Rests on Tuesday", await Post("SetRestDays", ("own", "false"), ("days", "3")), StringComparison.Ordinal);
        Assert.Equal(["people.rest-days", "people.days-marked", "people.day-unmarked", "people.rest-days"], await hub.Rows<string>("select action from platform_audit where action like 'people.%day%' order by id"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit("/admin/sites", "/admin/sites?handler=MarkDays", ("id", $"{hotel}"), ("reason", "?"))).StatusCode);

        using var manager = await hub.SignedIn(await hub.Person("MAN", Roles.Manager));
        Assert.Contains("/denied", (await manager.GetAsync("/admin/sites")).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
